package dev.pawse.heroku.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The account's limit of calls: a bucket that fills again at a steady rate. Safe for many threads. */
final class CallLimit {
    private final Clock clock;
    private final int capacity;
    private final double perSecond;
    private double left;
    private Instant counted;
    private long refused;

    CallLimit(Clock clock, int capacity, int perMinute) {
        this.clock = clock;
        this.capacity = capacity;
        perSecond = perMinute / 60.0;
        left = capacity;
        counted = clock.instant();
    }

    /** Takes a call; false when there is none. */
    synchronized boolean take() {
        refill();
        if (left < 1) {
            refused++;
            return false;
        }
        left--;
        return true;
    }

    synchronized int left() {
        refill();
        return (int) left;
    }

    synchronized long refused() {
        return refused;
    }

    private void refill() {
        Instant now = clock.instant();
        if (now.isAfter(counted)) {
            left = Math.min(capacity, left + Duration.between(counted, now).toNanos() / 1e9 * perSecond);
            counted = now;
        }
    }
}
