package dev.pawse.scalingo;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Urgency;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How many apps of an account are scaled at the same time: three, because the platform accepts more and lets some of them fail. One of
 * the three is kept for those that people wait for.
 */
final class ScaleSlots {
    private static final int AT_ONCE = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final Semaphore all = new Semaphore(AT_ONCE, true);
    private final Semaphore sweeps = new Semaphore(AT_ONCE - 1, true);

    /**
     * Runs a task once there is room for it.
     *
     * @throws PawseException {@link Reason#RATE_LIMITED} when there is none for twenty seconds
     */
    <T> T call(Supplier<T> task) {
        return Urgency.current() == Urgency.SWEEP ? within(sweeps, () -> within(all, task)) : within(all, task);
    }

    private static <T> T within(Semaphore slots, Supplier<T> task) {
        try {
            if (!slots.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new PawseException(
                                Reason.RATE_LIMITED,
                                AT_ONCE
                                        + " other apps of this account are being scaled, which is as many as scalingo does at"
                                        + " once")
                        .withRetryAfter(AGAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PawseException(Reason.UNAVAILABLE, "interrupted while waiting for other apps to be scaled", e);
        }
        try {
            return task.get();
        } finally {
            slots.release();
        }
    }
}
