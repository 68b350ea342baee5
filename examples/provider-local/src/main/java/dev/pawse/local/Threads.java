package dev.pawse.local;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Makes the provider's threads; none of them keeps Pawse alive. */
final class Threads {
    private Threads() {}

    static void start(String name, Runnable task) {
        daemon(name, task).start();
    }

    /** One thread for what is due later. */
    static ScheduledExecutorService timer(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> daemon(name, task));
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
