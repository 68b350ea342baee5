package dev.pawse.testkit;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;

/** Where calls stand and wait until a test lets them go. Safe for many threads. */
public final class Gate implements AutoCloseable {
    private int arrived;
    private boolean open;

    /** How many calls have come to the gate so far. */
    public synchronized int arrived() {
        return arrived;
    }

    /**
     * Waits until so many calls have come to the gate.
     *
     * @throws AssertionError when they have not in 10 s
     */
    public void awaitArrived(int calls) {
        Eventually.holds("calls at the gate: " + calls, Duration.ofSeconds(10), () -> arrived() >= calls);
    }

    /** Lets every call go that waits and that will come. */
    public synchronized void open() {
        open = true;
        notifyAll();
    }

    /** Opens the gate. */
    @Override
    public void close() {
        open();
    }

    synchronized void pass() {
        arrived++;
        while (!open) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PawseException(Reason.UNAVAILABLE, "interrupted while the platform did not answer", e);
            }
        }
    }
}
