package dev.pawse.ecs;

import dev.pawse.spi.Mandate;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Urgency;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Makes several calls at once, a few at a time, and waits for all of them; what such a call does in parallel itself is done one after the
 * other. Safe for many threads.
 */
final class Parallel implements AutoCloseable {
    private static final int AT_ONCE = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new CallThread(task);
        thread.setDaemon(true);
        return thread;
    });

    private static final class CallThread extends Thread {
        CallThread(Runnable task) {
            super(task, "pawse-aws-call");
        }
    }

    /**
     * The results in the order of what they were made of.
     *
     * @throws PawseException the first failure, in that order
     */
    <T, R> List<R> map(List<T> all, Function<? super T, ? extends R> call) {
        if (all.size() < 2 || Thread.currentThread() instanceof CallThread) {
            return all.stream().<R>map(call).toList();
        }
        Urgency urgency = Urgency.current();
        Mandate mandate = Mandate.current();
        List<Future<R>> running = new ArrayList<>();
        all.forEach(one -> running.add(threads.submit(() -> urgency.call(() -> mandate.call(() -> call.apply(one))))));
        List<R> results = new ArrayList<>();
        try {
            for (Future<R> result : running) {
                results.add(result.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PawseException(Reason.UNAVAILABLE, "interrupted while waiting for aws", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PawseException failure
                    ? failure
                    : new PawseException(Reason.INTERNAL, "a call of aws failed: " + e.getCause(), e.getCause());
        } finally {
            running.forEach(one -> one.cancel(true));
        }
    }

    /** A list cut into pieces of at most so many. */
    static <T> List<List<T>> pieces(List<T> all, int most) {
        List<List<T>> pieces = new ArrayList<>();
        for (int start = 0; start < all.size(); start += most) {
            pieces.add(all.subList(start, Math.min(all.size(), start + most)));
        }
        return pieces;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
