package dev.pawse.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads that may wait: for providers, registries and hooks. Nothing else in the engine makes threads. */
public final class BlockingExecutors {
    private static final int POOL = 64;
    // From 21 to 23 a virtual thread that waits inside synchronized holds its carrier (JEP 491).
    private static final int FIRST_GOOD_VIRTUAL = 24;

    private BlockingExecutors() {}

    /** An executor for work that blocks: virtual threads where they are good, else a bounded pool of daemon threads. */
    public static ExecutorService create() {
        return Runtime.version().feature() >= FIRST_GOOD_VIRTUAL ? virtual() : pool();
    }

    /** One daemon thread that hands work on at a time and never does it itself. */
    public static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("pawse-timer-"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static ExecutorService virtual() {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            java.util.concurrent.Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("a Java of this version has virtual threads", e);
        }
    }

    private static ExecutorService pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                POOL, POOL, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("pawse-blocking-"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
