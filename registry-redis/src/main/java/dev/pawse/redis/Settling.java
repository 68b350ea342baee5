package dev.pawse.redis;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether what the store tells is complete: not while it is young, and not for a while after it lost data or its clock was set. Safe for many threads. */
final class Settling {
    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
    /** By how much the store's clock and ours may drift apart between two looks. */
    private static final long DRIFT_MILLIS = 2_000;
    /** An answer that took longer tells the store's time too badly. */
    private static final long PROMPT_NANOS = 1_000_000_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Duration time;
    private final LongSupplier nanoTime;
    private long disturbedNanos;
    private boolean compared;
    private long offsetMillis;

    Settling(Duration time, LongSupplier nanoTime) {
        this.time = time;
        this.nanoTime = nanoTime;
        disturbedNanos = nanoTime.getAsLong();
    }

    synchronized boolean isSettled() {
        return nanoTime.getAsLong() - disturbedNanos >= time.toNanos();
    }

    /** Begins the wait anew. */
    void disturbed(String why) {
        boolean wasSettled;
        synchronized (this) {
            wasSettled = isSettled();
            disturbedNanos = nanoTime.getAsLong();
        }
        if (wasSettled) {
            LOG.info("{}; no app is stopped for the next {} s", why, time.toSeconds());
        }
    }

    /**
     * Takes in the store's time.
     *
     * @param sentNanos when it was asked for
     * @return whether the store's clock was set since the last look
     */
    boolean wasSet(long storeMillis, long sentNanos) {
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (now - sentNanos > PROMPT_NANOS) {
                return false;
            }
            long offset = storeMillis - now / NANOS_PER_MILLI;
            boolean set = compared && Math.abs(offset - offsetMillis) > DRIFT_MILLIS;
            compared = true;
            offsetMillis = offset;
            if (!set) {
                return false;
            }
        }
        disturbed("the registry's clock was set, or this machine slept");
        return true;
    }

    /** What the store's clock showed at a moment of our own monotonic time, as far as it is known. */
    synchronized long storeMillis(long nanos) {
        return compared ? nanos / NANOS_PER_MILLI + offsetMillis : Long.MAX_VALUE;
    }
}
