package dev.pawse.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Runs what may block on a thread of its own. The common pool is not for that: on a machine of two cores it has a single thread, which a
 * task that waits for the test keeps from all others.
 */
public final class Background {
    private Background() {}

    /** Begins a task; the thread ends with it and keeps no process alive. */
    public static CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(task, Background::onItsOwnThread);
    }

    /** As {@link #run}, for a task that has a result. */
    public static <T> CompletableFuture<T> call(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, Background::onItsOwnThread);
    }

    private static void onItsOwnThread(Runnable task) {
        Thread thread = new Thread(task, "background");
        thread.setDaemon(true);
        thread.start();
    }
}
