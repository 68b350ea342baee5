package dev.pawse.cli;

import java.time.Duration;

/** What has to be done if the process is asked to end (Ctrl-C, SIGTERM, a terminal that is closed) before this is closed. */
public final class Ending implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Thread hook;

    private Ending(Runnable action) {
        hook = new Thread(() -> run(action), "pawse-ending");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public static Ending with(Runnable action) {
        return new Ending(action);
    }

    /** Says what goes on without us, and how to find it. */
    public static Ending saying(Session session, String line) {
        return with(() -> session.progress("Interrupted: " + line));
    }

    /** All went well and nothing is left to be done. Does not return when the process ends already: the action is enough. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // What the rest of the command would say of it is of no use to anybody.
            sleepForGood();
        }
    }

    /** A platform that does not answer must not keep the process for longer. */
    private static void run(Runnable action) {
        Thread worker = new Thread(action, "pawse-ending-action");
        worker.setDaemon(true);
        worker.start();
        try {
            worker.join(LONGEST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleepForGood() {
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
