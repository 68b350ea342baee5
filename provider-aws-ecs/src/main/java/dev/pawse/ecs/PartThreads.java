package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Urgency;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Works at a few parts of a transfer at once and hands the results out in the order in which the parts were given. Used by one thread.
 */
final class PartThreads<T> implements AutoCloseable {
    /** So many parts are in memory at most, and one more that is being read. */
    static final int AT_ONCE = 4;

    private static final long LAST_CALLS_SECONDS = 1;

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new Thread(task, "pawse-aws-part");
        thread.setDaemon(true);
        return thread;
    });
    private final Urgency urgency = Urgency.current();
    private final Deque<Future<T>> running = new ArrayDeque<>();

    /** Whether another part may be given. */
    boolean hasRoom() {
        return running.size() < AT_ONCE;
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    void add(Callable<T> part) {
        running.addLast(threads.submit(() -> urgency.call(() -> call(part))));
    }

    /**
     * Waits for the oldest part.
     *
     * @throws PawseException what it failed with; {@link Reason#UNAVAILABLE} when the thread is interrupted
     */
    T next() {
        try {
            return running.removeFirst().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PawseException(Reason.UNAVAILABLE, "interrupted while moving a dump", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PawseException failure
                    ? failure
                    : new PawseException(Reason.INTERNAL, "a part could not be moved: " + e.getCause(), e.getCause());
        }
    }

    /** What is at work is broken off and waited for, but not for a platform that does not answer. */
    @Override
    public void close() {
        threads.shutdownNow();
        AtExit.evenInterrupted(() -> {
            try {
                boolean still = !threads.awaitTermination(LAST_CALLS_SECONDS, TimeUnit.SECONDS);
                if (still) {
                    running.clear();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static <T> T call(Callable<T> part) {
        try {
            return part.call();
        } catch (PawseException e) {
            throw e;
        } catch (Exception e) {
            throw new PawseException(Reason.UNAVAILABLE, "a part could not be moved: " + e.getMessage(), e);
        }
    }
}
