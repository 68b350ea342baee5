package dev.pawse.ecs;

import java.time.Duration;

/**
 * What is to be undone when the process is told to end, as by Ctrl-C, before this is closed. A process that is killed outright undoes
 * nothing.
 */
final class AtExit implements AutoCloseable {
    /** A platform that does not answer must not keep the process for longer. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Thread hook;

    private AtExit(Thread hook) {
        this.hook = hook;
    }

    /** @param undo runs on a thread of its own while the process ends; what it throws is lost */
    static AtExit run(Runnable undo) {
        Thread hook = new Thread(() -> await(worker(undo)), "pawse-aws-ending");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends already, and whoever is still at work undoes it by itself.
        }
        return new AtExit(hook);
    }

    /** Does something also on a thread that was interrupted, whose calls would all be aborted. */
    static void evenInterrupted(Runnable work) {
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Where the process ends already this waits for what is undone, so that nothing else is said of it. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            await(hook);
        }
    }

    private static Thread worker(Runnable undo) {
        Thread worker = new Thread(undo, "pawse-aws-undo");
        worker.setDaemon(true);
        worker.start();
        return worker;
    }

    private static void await(Thread thread) {
        evenInterrupted(() -> {
            try {
                thread.join(LONGEST.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
