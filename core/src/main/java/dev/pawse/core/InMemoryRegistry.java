package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry of one process alone, in memory; with a snapshot file it outlives the process. An entry is in the file before
 * {@link #compareAndSet} returns; use is written every few seconds at most. Safe for many threads; with a file, writing blocks as
 * long as the disk does.
 */
public final class InMemoryRegistry implements Registry {
    private static final Logger LOG = LoggerFactory.getLogger(InMemoryRegistry.class);
    private static final Duration USE_SAVED_EVERY = Duration.ofSeconds(5);
    private static final Duration AGE_SAVED_EVERY = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private final @Nullable RegistryFile file;
    private final Map<AppId, Entry> entries = new TreeMap<>();
    private final Map<AppId, Published> uses = new HashMap<>();
    private final Map<String, OwnLease> leases = new HashMap<>();
    private final Map<String, Long> fences = new HashMap<>();
    private final List<Consumer<AppId>> listeners = new CopyOnWriteArrayList<>();
    private long fence;
    private long savedNanos;
    private boolean useChanged;
    private boolean closed;

    /** A registry that is gone with the process. */
    public InMemoryRegistry() {
        this(System::nanoTime);
    }

    /** @param nanoTime a monotonic clock, by which leases run out and use grows old */
    public InMemoryRegistry(LongSupplier nanoTime) {
        this(nanoTime, null);
    }

    private InMemoryRegistry(LongSupplier nanoTime, @Nullable RegistryFile file) {
        this.nanoTime = nanoTime;
        this.file = file;
        this.savedNanos = nanoTime.getAsLong();
    }

    /**
     * A registry that remembers what is in the file and keeps the file up to date, replacing it whole each time. A file that cannot
     * be understood is set aside under another name, with a warning, and the registry begins empty: the platforms know what
     * runs.
     *
     * @param nanoTime a monotonic clock, by which leases run out and use grows old
     * @throws dev.pawse.spi.PawseException {@link dev.pawse.spi.Reason#INVALID} when the file can neither be read nor written, or
     *     another process keeps its registry there
     */
    public static InMemoryRegistry open(Path snapshot, LongSupplier nanoTime) {
        RegistryFile file = RegistryFile.open(snapshot);
        InMemoryRegistry registry = new InMemoryRegistry(nanoTime, file);
        RegistryFile.Content content = file.read();
        content.entries().forEach(entry -> registry.entries.put(entry.app(), entry));
        // The time during which nobody watched is not counted: an app may only be stopped later than it could be.
        long now = nanoTime.getAsLong();
        content.idle().forEach((app, idle) -> registry.uses.put(app, new Published(new Usage(0, idle), now)));
        return registry;
    }

    @Override
    public synchronized List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    @Override
    public synchronized Optional<Entry> entry(AppId app) {
        return Optional.ofNullable(entries.get(app));
    }

    @Override
    public synchronized Optional<Entry> compareAndSet(long expectedEpoch, Entry next, long by) {
        Entry old = entries.get(next.app());
        boolean late = by != UNFENCED && by < fences.getOrDefault(Registry.leaseOf(next.app()), UNFENCED);
        if (late || expectedEpoch != (old == null ? 0 : old.epoch())) {
            return Optional.empty();
        }
        Entry stored = new Entry(next.app(), expectedEpoch + 1, next.stage(), next.formation(), next.since());
        entries.put(next.app(), stored);
        saveOr(() -> restore(next.app(), old));
        tell(next.app());
        return Optional.of(stored);
    }

    @Override
    public synchronized boolean remove(AppId app, long expectedEpoch) {
        Entry old = entries.get(app);
        if (expectedEpoch != (old == null ? 0 : old.epoch())) {
            return false;
        }
        entries.remove(app);
        uses.remove(app);
        fences.remove(Registry.leaseOf(app));
        saveOr(() -> restore(app, old));
        return true;
    }

    @Override
    public synchronized void publish(Map<AppId, Usage> usage) {
        long now = nanoTime.getAsLong();
        usage.forEach((app, use) -> {
            Published before = uses.put(app, new Published(use, now));
            useChanged |= before == null || use.idle().compareTo(before.at(now).idle()) < 0;
        });
        Duration sinceSaved = Duration.ofNanos(now - savedNanos);
        if (file != null && sinceSaved.compareTo(useChanged ? USE_SAVED_EVERY : AGE_SAVED_EVERY) >= 0) {
            save(file);
        }
    }

    @Override
    public synchronized Map<AppId, Usage> usage() {
        long now = nanoTime.getAsLong();
        Map<AppId, Usage> all = new HashMap<>();
        uses.forEach((app, use) -> all.put(app, use.at(now)));
        return all;
    }

    @Override
    public synchronized Optional<Lease> acquire(String name, Duration ttl) {
        OwnLease holder = leases.get(name);
        if (holder != null && holder.held()) {
            return Optional.empty();
        }
        OwnLease lease = new OwnLease(name, ++fence, ttl);
        leases.put(name, lease);
        fences.put(name, fence);
        return Optional.of(lease);
    }

    @Override
    public void onNews(Consumer<AppId> listener) {
        listeners.add(listener);
    }

    @Override
    public boolean isDurable() {
        return file != null;
    }

    @Override
    public synchronized void close() {
        if (file == null || closed) {
            return;
        }
        closed = true;
        try {
            save(file);
        } catch (RuntimeException e) {
            LOG.warn("the last use of the apps could not be saved", e);
        }
        file.close();
    }

    /** Lets go of the file and writes nothing more, as a process that is killed does. */
    synchronized void kill() {
        closed = true;
        if (file != null) {
            file.close();
        }
    }

    private void tell(AppId app) {
        listeners.forEach(listener -> listener.accept(app));
    }

    private void restore(AppId app, @Nullable Entry old) {
        if (old == null) {
            entries.remove(app);
        } else {
            entries.put(app, old);
        }
    }

    private void saveOr(Runnable undo) {
        if (file == null) {
            return;
        }
        try {
            save(file);
        } catch (RuntimeException e) {
            undo.run();
            throw e;
        }
    }

    private void save(RegistryFile target) {
        long now = nanoTime.getAsLong();
        Map<AppId, Duration> idle = new TreeMap<>();
        uses.forEach((app, use) -> idle.put(app, use.at(now).idle()));
        target.write(new RegistryFile.Content(List.copyOf(entries.values()), idle));
        savedNanos = now;
        useChanged = false;
    }

    /** What was said of an app's use, and when. */
    private record Published(Usage usage, long nanos) {
        private Usage at(long now) {
            return usage.inFlight() > 0 ? usage : new Usage(0, usage.idle().plusNanos(now - nanos));
        }
    }

    /** A lease among the threads of this process. */
    private final class OwnLease implements Lease {
        private final String name;
        private final long number;
        private final Duration ttl;
        private volatile long takenNanos = nanoTime.getAsLong();
        private volatile boolean given;

        private OwnLease(String name, long number, Duration ttl) {
            this.name = name;
            this.number = number;
            this.ttl = ttl;
        }

        @Override
        public long fence() {
            return number;
        }

        @Override
        public boolean held() {
            return !given && nanoTime.getAsLong() - takenNanos < ttl.toNanos();
        }

        @Override
        public boolean renew() {
            synchronized (InMemoryRegistry.this) {
                if (!held()) {
                    return false;
                }
                takenNanos = nanoTime.getAsLong();
                return true;
            }
        }

        @Override
        public void close() {
            synchronized (InMemoryRegistry.this) {
                given = true;
                leases.remove(name, this);
            }
            Registry.appOf(name).ifPresent(InMemoryRegistry.this::tell);
        }
    }
}
