package dev.pawse.scalingo.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How many calls are let through: a bucket of so many that fills again steadily. Safe for many threads. */
final class CallLimit {
    private final Clock clock;
    private final double capacity;
    private final double perSecond;
    private double left;
    private Instant counted;

    CallLimit(int capacity, int perMinute, Clock clock) {
        this.clock = clock;
        this.capacity = capacity;
        perSecond = perMinute / 60.0;
        left = capacity;
        counted = clock.instant();
    }

    synchronized boolean take() {
        Instant now = clock.instant();
        left = Math.min(capacity, left + Duration.between(counted, now).toNanos() / 1e9 * perSecond);
        counted = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
