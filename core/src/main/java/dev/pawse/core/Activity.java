package dev.pawse.core;

import dev.pawse.spi.AppId;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
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
     * Begins a use: until it ends, the app is not stopped. Must come before {@link Lifecycle#awake} and
     * {@link Lifecycle#wake} are asked, so that a request and a stop always see each other. Never blocks.
     */
    public Use begin(AppId app) {
        while (true) {
            Counter counter = counter(app);
            if (counter.begin()) {
                return new Use(counter, nanoTime);
            }
            counters.remove(app, counter);
        }
    }

    /** Notes that the app was used at this moment without anything being in flight. Never blocks. */
    public void touch(AppId app) {
        while (true) {
            Counter counter = counter(app);
            counter.lastNanos = nanoTime.getAsLong();
            if (counter.touch()) {
                return;
            }
            counters.remove(app, counter);
        }
    }

    /** How many uses have begun and not ended. Never blocks. */
    public int inFlight(AppId app) {
        Counter counter = counters.get(app);
        return counter == null ? 0 : counter.inFlight();
    }

    /**
     * How long ago the last use ended: zero while one is in flight. An app of which nothing is known counts as used now; its
     * time counts from the first use, or from its discovery. Never blocks.
     */
    public Duration idle(AppId app) {
        Counter counter = counters.get(app);
        if (counter == null || counter.inFlight() > 0) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - counter.lastNanos));
    }

    /** Takes over what an earlier process knew: the app was last used so long ago. Ignored once the app is known here. */
    public void restore(AppId app, Duration idle) {
        counters.computeIfAbsent(app, id -> new Counter(nanoTime.getAsLong() - idle.toNanos(), true));
    }

    /** The apps of which something is known. */
    public Collection<AppId> apps() {
        return counters.keySet();
    }

    /** Forgets an app that nobody uses; a use that begins at the same moment is not lost. */
    public void forget(AppId app) {
        Counter counter = counters.get(app);
        if (counter != null && counter.die()) {
            counters.remove(app, counter);
        }
    }

    /** Begins to count the idle time of an app that was just discovered; does nothing for one that is known. */
    void notice(AppId app) {
        counter(app);
    }

    /** Whether a use ever began, in this process or in an earlier one that told of it. */
    boolean isUsed(AppId app) {
        Counter counter = counters.get(app);
        return counter != null && (counter.restored || counter.uses() > 0);
    }

    /** Grows with each use that begins: two equal answers mean that none began between them. */
    long uses(AppId app) {
        Counter counter = counters.get(app);
        return counter == null ? 0 : counter.uses();
    }

    private Counter counter(AppId app) {
        Counter counter = counters.get(app);
        return counter != null
                ? counter
                : counters.computeIfAbsent(app, id -> new Counter(nanoTime.getAsLong(), false));
    }

    /**
     * One app's uses, in one word so that a use begins with one atomic step: how many are in flight (24 bits), whether the
     * counter was thrown away (1 bit), how many ever began (39 bits).
     */
    private static final class Counter {
        private static final long IN_FLIGHT = (1L << 24) - 1;
        private static final long DEAD = 1L << 24;
        private static final long USE = 1L << 25;

        private final AtomicLong state = new AtomicLong();
        private final boolean restored;
        private volatile long lastNanos;

        private Counter(long lastNanos, boolean restored) {
            this.lastNanos = lastNanos;
            this.restored = restored;
        }

        private boolean begin() {
            return (state.addAndGet(USE + 1) & DEAD) == 0;
        }

        private void end() {
            state.decrementAndGet();
        }

        private boolean touch() {
            return (state.addAndGet(USE) & DEAD) == 0;
        }

        private boolean die() {
            long now = state.get();
            return (now & IN_FLIGHT) == 0 && state.compareAndSet(now, now | DEAD);
        }

        private int inFlight() {
            long now = state.get();
            return (now & DEAD) != 0 ? 0 : (int) (now & IN_FLIGHT);
        }

        private long uses() {
            return state.get() >>> 25;
        }
    }

    /** One use of an app: a request with its answer, a stream. Ends once, however often it is ended. */
    public static final class Use {
        private static final AtomicIntegerFieldUpdater<Use> ENDED =
                AtomicIntegerFieldUpdater.newUpdater(Use.class, "ended");

        private final Counter counter;
        private final LongSupplier nanoTime;
        private volatile int ended;

        private Use(Counter counter, LongSupplier nanoTime) {
            this.counter = counter;
            this.nanoTime = nanoTime;
        }

        /** Ends the use; the app's idle time counts from here. Never blocks. */
        public void end() {
            if (ended == 0 && ENDED.compareAndSet(this, 0, 1)) {
                counter.lastNanos = nanoTime.getAsLong();
                counter.end();
            }
        }
    }
}
