package dev.pawse.http;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits by a given clock rather than by the machine's, so that whoever drives the clock drives the wait. */
public final class Pauses {
    /** How often the clock is looked at: short beside any wait for a platform, long beside what a look costs. */
    private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

    private Pauses() {}

    /**
     * Waits until the clock has moved on by so much.
     *
     * @throws PawseException {@link Reason#UNAVAILABLE} when the thread is interrupted, which stays so
     */
    public static void pause(Clock clock, Duration wait) {
        pauseUntil(clock, clock.instant().plus(wait));
    }

    /** As {@link #pause}, until a time: for waits whose end was reckoned from a look at the clock some moments ago. */
    static void pauseUntil(Clock clock, Instant end) {
        while (clock.instant().isBefore(end)) {
            LockSupport.parkNanos(LOOK_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new PawseException(Reason.UNAVAILABLE, "interrupted while waiting");
            }
        }
    }

    /**
     * Looks again and again until there is something.
     *
     * @param every the time between two looks
     * @param atMost how long in all
     * @param look empty while there is nothing yet
     * @param late the failure when the time is over
     */
    public static <T> T until(
            Clock clock, Duration every, Duration atMost, Supplier<Optional<T>> look, Supplier<PawseException> late) {
        Instant end = clock.instant().plus(atMost);
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (!clock.instant().isBefore(end)) {
                throw late.get();
            }
            pause(clock, every);
        }
    }
}
