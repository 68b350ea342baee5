package dev.pawse.redis;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Whether the store is still the one that it was: notices lost data and a clock that was set. Safe for many threads. */
final class StoreWatch {
    private final Settling settling;
    private final Listener listener;
    private final @Nullable String[] generations = new @Nullable String[RedisKeys.BUCKETS];

    /** Is told what became of what this process said. Must not wait. */
    interface Listener {
        /** It is no longer there, and neither is what others said. */
        void lost();

        /** It is no longer true, as it was reckoned by another time. */
        void set();
    }

    StoreWatch(Timing timing, LongSupplier nanoTime, Listener listener) {
        settling = new Settling(timing.settled(), nanoTime);
        this.listener = listener;
    }

    boolean isSettled() {
        return settling.isSettled();
    }

    /**
     * Takes in what every answer about a bucket begins with.
     *
     * @param sentNanos when it was asked for
     */
    void answered(int bucket, long storeMillis, String generation, long sentNanos) {
        boolean set = settling.wasSet(storeMillis, sentNanos);
        boolean lost;
        synchronized (generations) {
            String before = generations[bucket];
            lost = before != null && !before.equals(generation);
            generations[bucket] = generation;
        }
        if (lost) {
            settling.disturbed("the registry lost what it kept");
            listener.lost();
        } else if (set) {
            listener.set();
        }
    }

    /** Redis has a lower fence than one that it gave out before. */
    void wentBack() {
        settling.disturbed("the registry lost leases that it gave out");
        listener.lost();
    }

    void reconnected() {
        settling.disturbed("the connection to the registry is a new one");
    }

    /** What the store's clock showed at a moment of our own monotonic time; far ahead as long as that is not known. */
    long storeMillis(long nanos) {
        return settling.storeMillis(nanos);
    }
}
