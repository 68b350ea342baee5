package dev.pawse.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task when its schedule says so, by a clock that may be stepped: it looks at the clock again and again instead of waiting
 * once for long. The next run is found after the last one has begun; a run that is due while one goes on is left out.
 */
final class SweepTimer {
    private static final Logger LOG = LoggerFactory.getLogger(SweepTimer.class);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(20);

    private final Parts parts;
    private final UnaryOperator<Instant> nextAfter;
    private final Runnable task;
    private final AtomicBoolean running = new AtomicBoolean();
    private Instant last;

    SweepTimer(Parts parts, UnaryOperator<Instant> nextAfter, Runnable task) {
        this.parts = parts;
        this.nextAfter = nextAfter;
        this.task = task;
        last = parts.clock().instant();
    }

    /** Begins; ends when the engine's timer does. */
    void start() {
        last = parts.clock().instant();
        parts.alarm(SHORTEST, this::tick);
    }

    private void tick() {
        Duration left = LONGEST;
        try {
            left = left(parts.clock());
            if (left.isZero() || left.isNegative()) {
                last = parts.clock().instant();
                begin();
                left = SHORTEST;
            }
        } catch (RuntimeException e) {
            LOG.error("the schedule of the sweeps failed", e);
        } finally {
            parts.alarm(left.compareTo(SHORTEST) < 0 ? SHORTEST : left, this::tick);
        }
    }

    private Duration left(Clock clock) {
        Instant now = clock.instant();
        if (now.isBefore(last)) {
            // The clock was set back: what was due then is not waited for.
            last = now;
        }
        Duration left = Duration.between(now, nextAfter.apply(last));
        return left.compareTo(LONGEST) > 0 ? LONGEST : left;
    }

    private void begin() {
        if (!running.compareAndSet(false, true)) {
            LOG.warn("a sweep is due while the last one still goes on; it is left out");
            return;
        }
        parts.later(Duration.ZERO, () -> {
            try {
                task.run();
            } catch (RejectedExecutionException e) {
                LOG.debug("a sweep ends early: the engine is closed");
            } catch (RuntimeException e) {
                LOG.error("a sweep failed as it should not", e);
            } finally {
                running.set(false);
            }
        });
    }
}
