package dev.pawse.clever.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** So many calls at once and so many a minute, by a clock. */
final class CallLimit {
    private final Clock clock;
    private final double capacity;
    private final double perSecond;
    private double left;
    private Instant counted;

    CallLimit(Clock clock, int capacity, int perMinute) {
        this.clock = clock;
        this.capacity = capacity;
        perSecond = perMinute / 60.0;
        left = capacity;
        counted = clock.instant();
    }

    synchronized boolean allows() {
        Instant now = clock.instant();
        double seconds = Duration.between(counted, now).toNanos() / 1e9;
        left = Math.min(capacity, left + seconds * perSecond);
        counted = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
