package dev.pawse.core;

import dev.pawse.spi.AppId;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Who uses which app in this process: what is in flight, and when the last use ended. Lock-free; {@link #begin},
 * {@link Use#end} and {@link #touch} never block and may be called on an event loop.
 *
 * <p>Times are monotonic, so that a step of the wall clock makes nobody look idle.
 */
public final class Activity {
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<AppId, Counter> counters = new ConcurrentHashMap<>();

    /** @param nanoTime a monotonic clock such as {@link System#nanoTime()} */
    public Activity(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Begins a use: until it ends, the app is not stopped. Must come before {@link Lifecycle#wake} is asked, so that a
     * request and a stop always see each other. Never blocks.
     */
    public Use begin(AppId app) {
        Counter counter = counter(app);
        counter.inFlight.incrementAndGet();
        return new Use(counter, nanoTime);
    }

    /** Notes that the app was used at this moment without anything being in flight. Never blocks. */
    public void touch(AppId app) {
        counter(app).lastNanos = nanoTime.getAsLong();
    }

    /** How many uses have begun and not ended. */
    public int inFlight(AppId app) {
        Counter counter = counters.get(app);
        return counter == null ? 0 : counter.inFlight.get();
    }

    /** How long ago the last use ended: zero while one is in flight. An app never seen before counts as used now. */
    public Duration idle(AppId app) {
        Counter counter = counter(app);
        if (counter.inFlight.get() > 0) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - counter.lastNanos));
    }

    /** Takes over what an earlier process knew: the app was last used so long ago. Ignored once the app is known here. */
    public void restore(AppId app, Duration idle) {
        counters.computeIfAbsent(app, id -> new Counter(nanoTime.getAsLong() - idle.toNanos()));
    }

    /** The apps of which something is known. */
    public Collection<AppId> apps() {
        return counters.keySet();
    }

    /** Forgets an app that nobody uses. */
    public void forget(AppId app) {
        counters.computeIfPresent(app, (id, counter) -> counter.inFlight.get() > 0 ? counter : null);
    }

    private Counter counter(AppId app) {
        Counter counter = counters.get(app);
        return counter != null ? counter : counters.computeIfAbsent(app, id -> new Counter(nanoTime.getAsLong()));
    }

    private static final class Counter {
        private final AtomicInteger inFlight = new AtomicInteger();
        private volatile long lastNanos;

        private Counter(long lastNanos) {
            this.lastNanos = lastNanos;
        }
    }

    /** One use of an app: a request with its answer, a stream. Ends once, however often it is ended. */
    public static final class Use {
        private final Counter counter;
        private final LongSupplier nanoTime;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Use(Counter counter, LongSupplier nanoTime) {
            this.counter = counter;
            this.nanoTime = nanoTime;
        }

        /** Ends the use; the app's idle time counts from here. Never blocks. */
        public void end() {
            if (ended.compareAndSet(false, true)) {
                counter.lastNanos = nanoTime.getAsLong();
                counter.inFlight.decrementAndGet();
            }
        }
    }
}
