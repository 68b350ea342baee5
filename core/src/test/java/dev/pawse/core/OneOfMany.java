package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A registry as one process of several sees it: the store can be lost, and it may not be settled. */
class OneOfMany implements Registry {
    private volatile Registry store;
    private volatile boolean settled = true;

    OneOfMany(Registry store) {
        this.store = store;
    }

    /** The store comes back with nothing in it. */
    void lose(Registry empty) {
        store = empty;
        settled = false;
    }

    void settled(boolean value) {
        settled = value;
    }

    @Override
    public List<Entry> entries() {
        return store.entries();
    }

    @Override
    public Optional<Entry> entry(AppId app) {
        return store.entry(app);
    }

    @Override
    public Optional<Entry> compareAndSet(long expectedEpoch, Entry next, long fence) {
        return store.compareAndSet(expectedEpoch, next, fence);
    }

    @Override
    public boolean remove(AppId app, long expectedEpoch) {
        return store.remove(app, expectedEpoch);
    }

    @Override
    public void publish(Map<AppId, Usage> usage) {
        store.publish(usage);
    }

    @Override
    public Map<AppId, Usage> usage() {
        return store.usage();
    }

    @Override
    public Optional<Usage> usage(AppId app) {
        return store.usage(app);
    }

    @Override
    public Optional<Lease> acquire(String name, Duration ttl) {
        return store.acquire(name, ttl);
    }

    @Override
    public boolean isSettled() {
        return settled;
    }

    @Override
    public void onNews(Consumer<AppId> listener) {
        store.onNews(listener);
    }
}
