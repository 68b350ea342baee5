package dev.pawse.ecs;

/**
 * What is to be undone when the process is told to end, as by Ctrl-C, before this is closed. A process that is killed outright undoes
 * nothing.
 */
final class AtExit implements AutoCloseable {
    private final Thread hook;

    private AtExit(Thread hook) {
        this.hook = hook;
    }

    /** @param undo runs on a thread of its own while the process ends; what it throws is lost */
    static AtExit run(Runnable undo) {
        Thread hook = new Thread(undo, "pawse-aws-undo");
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

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends already: the hook runs.
        }
    }
}
