package dev.pawse.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until it is told to move: the wall clock of {@link Clock} and a monotonic one beside it. Safe for
 * many threads.
 */
public final class ManualClock extends Clock {
    private final ZoneId zone;
    private final Hands hands;

    private ManualClock(ZoneId zone, Hands hands) {
        this.zone = zone;
        this.hands = hands;
    }

    /** A clock that begins at noon of the first day of 2026, UTC. */
    public static ManualClock create() {
        return at(Instant.parse("2026-01-01T12:00:00Z"));
    }

    /** A clock that begins at the given time, UTC. */
    public static ManualClock at(Instant start) {
        return new ManualClock(ZoneOffset.UTC, new Hands(start));
    }

    /** Lets time pass, on both clocks. */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    "duration: " + duration + " is below 0; step() moves the wall clock back");
        }
        hands.advance(duration);
    }

    /** Moves the wall clock alone, forth or back, as an administrator or a time server does. */
    public void step(Duration change) {
        hands.step(change);
    }

    /** The monotonic time in nanoseconds, as {@link System#nanoTime()} has it: only differences mean something. */
    public long nanoTime() {
        return hands.nanoTime();
    }

    @Override
    public Instant instant() {
        return hands.now();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock, read in another zone: they move together. */
    @Override
    public ManualClock withZone(ZoneId other) {
        return new ManualClock(other, hands);
    }

    @Override
    public String toString() {
        return "ManualClock[" + hands.now() + "]";
    }

    /** What all views of one clock share. */
    private static final class Hands {
        private Instant now;
        // Near the overflow, so that code which compares instead of subtracting is found out.
        private long nanos = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

        private Hands(Instant start) {
            now = start;
        }

        private synchronized void advance(Duration duration) {
            now = now.plus(duration);
            nanos += duration.toNanos();
        }

        private synchronized void step(Duration change) {
            now = now.plus(change);
        }

        private synchronized Instant now() {
            return now;
        }

        private synchronized long nanoTime() {
            return nanos;
        }
    }
}
