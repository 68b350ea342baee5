package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an app that fails to wake from being started again and again. After three failures in a row, wakes fail at once for a
 * while that doubles with each further failure, from 5 s to 60 s and up to half as much again by chance; then one wake may try.
 * Never blocks. That only one tries is the lifecycle's doing: all who ask meanwhile get the same flight.
 */
final class CircuitBreaker {
    private static final int PATIENCE = 3;
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final LongSupplier nanoTime;
    private final DoubleSupplier chance;
    private final ConcurrentHashMap<AppId, Failures> failures = new ConcurrentHashMap<>();

    /** @param chance numbers from 0 to below 1 */
    CircuitBreaker(LongSupplier nanoTime, DoubleSupplier chance) {
        this.nanoTime = nanoTime;
        this.chance = chance;
    }

    private record Failures(int count, long untilNanos, PawseException last) {}

    /** Why an app must not be woken now, with the time after which it may be, or null when it may. */
    @Nullable
    PawseException refusal(AppId id) {
        Failures failed = failures.get(id);
        if (failed == null || failed.count < PATIENCE) {
            return null;
        }
        long left = failed.untilNanos - nanoTime.getAsLong();
        if (left <= 0) {
            return null;
        }
        Duration wait = Duration.ofSeconds(1 + left / 1_000_000_000);
        return new PawseException(
                        Reason.UNAVAILABLE,
                        id + " did not wake " + failed.count + " times in a row, the next try is in " + wait.toSeconds()
                                + " s; the last time: " + failed.last.message(),
                        failed.last)
                .withRetryAfter(wait);
    }

    void failed(AppId id, PawseException why) {
        failures.compute(id, (key, old) -> {
            int count = old == null ? 1 : old.count + 1;
            return new Failures(count, nanoTime.getAsLong() + pause(count).toNanos(), why);
        });
    }

    void succeeded(AppId id) {
        failures.remove(id);
    }

    private Duration pause(int count) {
        int doublings = Math.min(Math.max(0, count - PATIENCE), 10);
        long longest = Math.min(LONGEST.toMillis(), FIRST.toMillis() << doublings);
        return Duration.ofMillis((long) (longest * (1 + chance.getAsDouble() / 2)));
    }
}
