package dev.pawse.spi;

import java.util.function.Supplier;

/**
 * How soon a call to a platform matters, the most urgent first. A platform allows so many calls a minute; an adapter lets the
 * urgent ones go first and keeps a reserve for them. It belongs to the thread that calls, because no port has a parameter for it.
 */
public enum Urgency {
    /** A request waits for the answer. */
    WAKE,
    /** A person waits for it. */
    COMMAND,
    /** Nobody waits. */
    SWEEP;

    private static final ThreadLocal<Urgency> CURRENT = ThreadLocal.withInitial(() -> COMMAND);

    /** What the calling thread's calls are; {@link #COMMAND} where nobody said otherwise. */
    public static Urgency current() {
        return CURRENT.get();
    }

    /** Runs a task whose calls have this urgency. */
    public void run(Runnable task) {
        call(() -> {
            task.run();
            return this;
        });
    }

    /** Runs a task whose calls have this urgency, and returns what it returns. */
    public <T> T call(Supplier<T> task) {
        Urgency before = CURRENT.get();
        CURRENT.set(this);
        try {
            return task.get();
        } finally {
            CURRENT.set(before);
        }
    }
}
