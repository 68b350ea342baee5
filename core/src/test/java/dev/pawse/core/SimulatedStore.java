package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry;
import dev.pawse.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a shared registry keeps, in memory and by a clock that is driven: entries, leases, who uses what. It can lose everything, and
 * each process has its own view of it, which can be cut off.
 */
final class SimulatedStore {
    private static final Duration TTL = Leases.TTL;

    private final ManualClock clock;
    private final Map<String, Map<AppId, Integer>> inFlight = new HashMap<>();
    private final Map<String, Long> told = new HashMap<>();
    private final Map<AppId, Long> used = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private InMemoryRegistry kept;
    private long lostNanos;
    private boolean lost;
    private int losses;

    SimulatedStore(ManualClock clock) {
        this.clock = clock;
        kept = new InMemoryRegistry(clock::nanoTime);
        lostNanos = clock.nanoTime() - TTL.toNanos();
    }

    /** Everything is gone, as after a restart without persistence. */
    void lose() {
        kept = new InMemoryRegistry(clock::nanoTime);
        inFlight.clear();
        told.clear();
        used.clear();
        lostNanos = clock.nanoTime();
        lost = true;
        losses++;
    }

    boolean wasLostWithin(Duration time) {
        return lost && clock.nanoTime() - lostNanos < time.toNanos();
    }

    /** What is remembered of every app, past all faults. */
    List<Registry.Entry> entries() {
        return kept.entries();
    }

    private record Listener(View view, Consumer<AppId> ear) {}

    /** What stands between a process and the store. */
    interface Line {
        /** Before a call; may throw what the process sees. */
        void before();

        /** After a call that had its effect; may throw what the process sees. */
        void after();

        /** Whether news reach the process. */
        boolean hears();
    }

    /** The store as one process sees it. */
    final class View implements Registry {
        private final String process;
        private final Line line;
        private final Set<AppId> own = new HashSet<>();
        private int seenLosses = losses;

        View(String process, Line line) {
            this.process = process;
            this.line = line;
        }

        @Override
        public List<Entry> entries() {
            return call(() -> kept.entries());
        }

        @Override
        public Optional<Entry> entry(AppId app) {
            return call(() -> kept.entry(app));
        }

        @Override
        public Optional<Entry> compareAndSet(long expectedEpoch, Entry next, long fence) {
            return call(() -> {
                Optional<Entry> stored = kept.compareAndSet(expectedEpoch, next, fence);
                if (stored.isPresent()) {
                    tell(next.app());
                }
                return stored;
            });
        }

        @Override
        public boolean remove(AppId app, long expectedEpoch) {
            return call(() -> kept.remove(app, expectedEpoch));
        }

        @Override
        public void publish(Map<AppId, Usage> usage) {
            call(() -> {
                long now = clock.nanoTime();
                // After a loss every app counts as used now: others may have used it, and their word is gone.
                boolean afresh = seenLosses != losses;
                seenLosses = losses;
                Map<AppId, Integer> mine = inFlight.computeIfAbsent(process, key -> new HashMap<>());
                usage.forEach((app, use) -> {
                    mine.put(app, use.inFlight());
                    long last = afresh ? now : now - use.idle().toNanos();
                    used.merge(app, last, (a, b) -> a - b > 0 ? a : b);
                });
                told.put(process, now);
                own.addAll(usage.keySet());
                return true;
            });
        }

        @Override
        public Map<AppId, Usage> usage() {
            return call(() -> {
                Map<AppId, Usage> all = new HashMap<>();
                used.keySet().forEach(app -> all.put(app, of(app)));
                return all;
            });
        }

        @Override
        public Optional<Usage> usage(AppId app) {
            return call(() -> used.containsKey(app) ? Optional.of(of(app)) : Optional.<Usage>empty());
        }

        @Override
        public Optional<Lease> acquire(String name, Duration ttl) {
            InMemoryRegistry store = kept;
            return call(() -> kept.acquire(name, ttl).map(lease -> new HeldLease(name, lease, store)));
        }

        @Override
        public boolean isSettled() {
            return !wasLostWithin(TTL);
        }

        @Override
        public void onNews(Consumer<AppId> listener) {
            listeners.add(new Listener(this, listener));
        }

        /** When this process last said how it uses apps. */
        long toldNanos() {
            return told.getOrDefault(process, clock.nanoTime() - TTL.toNanos());
        }

        void forget() {
            listeners.removeIf(listener -> listener.view == this);
        }

        private Usage of(AppId app) {
            long now = clock.nanoTime();
            int count = told.entrySet().stream()
                    .filter(one -> now - one.getValue() < TTL.toNanos())
                    .mapToInt(
                            one -> inFlight.getOrDefault(one.getKey(), Map.of()).getOrDefault(app, 0))
                    .sum();
            return new Usage(count, count > 0 ? Duration.ZERO : Duration.ofNanos(now - used.getOrDefault(app, now)));
        }

        private <T> T call(java.util.function.Supplier<T> action) {
            line.before();
            T result = action.get();
            line.after();
            return result;
        }

        /** A lease of this process; of a store that was lost it is worth nothing, and its holder does not know. */
        private final class HeldLease implements Lease {
            private final String name;
            private final Lease lease;
            private final InMemoryRegistry store;

            private HeldLease(String name, Lease lease, InMemoryRegistry store) {
                this.name = name;
                this.lease = lease;
                this.store = store;
            }

            @Override
            public long fence() {
                return lease.fence();
            }

            @Override
            public boolean held() {
                return lease.held();
            }

            @Override
            public boolean renew() {
                return call(() -> store == kept && lease.renew());
            }

            @Override
            public void close() {
                call(() -> {
                    lease.close();
                    if (name.startsWith(APP_LEASE)) {
                        Registry.appOf(name).ifPresent(SimulatedStore.this::tell);
                    }
                    return true;
                });
            }
        }
    }

    /** A failure as a registry that cannot be reached gives it. */
    static PawseException away() {
        return new PawseException(Reason.UNAVAILABLE, "the registry is away");
    }

    private void tell(AppId app) {
        List.copyOf(listeners).stream()
                .filter(listener -> listener.view.line.hears())
                .forEach(listener -> listener.ear.accept(app));
    }
}
