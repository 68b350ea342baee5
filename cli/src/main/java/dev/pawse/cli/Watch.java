package dev.pawse.cli;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a platform again and again, the more seldom the longer it lasts, by the clock of the session. A platform that does
 * not answer for a while does not end it.
 */
public final class Watch {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LAST = Duration.ofSeconds(3);
    /** How often in a row a look may fail. */
    private static final int PATIENCE = 5;
    /** How often the clock is looked at. */
    private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

    private final Messages messages;
    private final Clock clock;
    private final @Nullable Instant end;
    private Duration pause = FIRST;
    private int failures;

    /** @param limit how long in all, or null for as long as it takes */
    public Watch(Session session, @Nullable Duration limit) {
        messages = session.messages();
        clock = session.world().clock();
        end = limit == null ? null : clock.instant().plus(limit);
    }

    /**
     * Looks until there is something.
     *
     * @param look empty while there is nothing yet; what it throws ends the watch, unless it may be over soon
     * @return what was seen, or empty when the time is over
     */
    public <T> Optional<T> until(Supplier<Optional<T>> look) {
        while (true) {
            Optional<T> seen = look(look);
            if (seen.isPresent() || isOver()) {
                return seen;
            }
            pause();
        }
    }

    /** Looks until something holds; false when the time is over before. */
    public boolean holds(BooleanSupplier look) {
        return until(() -> look.getAsBoolean() ? Optional.of(true) : Optional.empty())
                .isPresent();
    }

    /** Whether the time is over. */
    public boolean isOver() {
        return end != null && !clock.instant().isBefore(end);
    }

    private <T> Optional<T> look(Supplier<Optional<T>> look) {
        try {
            Optional<T> seen = look.get();
            failures = 0;
            return seen;
        } catch (PawseException e) {
            failures++;
            boolean mayPass = e.reason() == Reason.UNAVAILABLE || e.reason() == Reason.RATE_LIMITED;
            if (!mayPass || failures >= PATIENCE) {
                throw e;
            }
            messages.warn(e.message() + "; trying again");
            return Optional.empty();
        }
    }

    private void pause() {
        Instant wanted = clock.instant().plus(pause);
        Instant until = end != null && end.isBefore(wanted) ? end : wanted;
        while (clock.instant().isBefore(until)) {
            LockSupport.parkNanos(LOOK_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new PawseException(Reason.UNAVAILABLE, "interrupted while waiting");
            }
        }
        Duration longer = pause.multipliedBy(3).dividedBy(2);
        pause = longer.compareTo(LAST) < 0 ? longer : LAST;
    }
}
