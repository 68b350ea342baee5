package dev.pawse.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs so many times as fast as the machine's, for tests of what takes minutes. Safe for many threads. */
public final class FastClock extends Clock {
    private final long factor;
    private final Instant start;
    private final long nanos = System.nanoTime();

    /** Starts now. */
    public FastClock(long factor) {
        this.factor = factor;
        start = Instant.now();
    }

    @Override
    public Instant instant() {
        return start.plus(Duration.ofNanos(nanoTime()));
    }

    /** Nanoseconds of this clock since it was made, for who measures time rather than telling it. */
    public long nanoTime() {
        return (System.nanoTime() - nanos) * factor;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock is for machines: it has no zone");
    }
}
