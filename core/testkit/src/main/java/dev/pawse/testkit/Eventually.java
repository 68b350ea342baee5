package dev.pawse.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, with a deadline, for something that others do in their own time. */
public final class Eventually {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Eventually() {}

    /**
     * Looks again and again until something is so.
     *
     * @param what what is waited for, in words that complete "in 10 s not seen: …"
     * @throws AssertionError when it is not so by the deadline
     */
    public static void holds(String what, Duration within, BooleanSupplier condition) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("in " + within.toMillis() + " ms not seen: " + what);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting for: " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
