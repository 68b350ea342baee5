package dev.pawse.ecs.session;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time by which a session lives.
 *
 * @param timer does what is due; its tasks may wait for the network
 * @param nanos monotonic time
 * @param clock the time of day
 */
record Timing(ScheduledExecutorService timer, LongSupplier nanos, Clock clock) {
    /** Runs something later, unless the session is over by then. */
    void later(Duration wait, Runnable task) {
        try {
            timer.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The timer ends with the session.
        }
    }
}
