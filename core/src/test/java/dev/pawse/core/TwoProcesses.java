package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Registry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry in which another process uses every app in its own way. */
class TwoProcesses implements Registry {
    private final Registry registry;
    private final Usage others;

    TwoProcesses(Registry registry, Usage others) {
        this.registry = registry;
        this.others = others;
    }

    @Override
    public List<Entry> entries() {
        return registry.entries();
    }

    @Override
    public Optional<Entry> entry(AppId app) {
        return registry.entry(app);
    }

    @Override
    public Optional<Entry> compareAndSet(long expectedEpoch, Entry next, long fence) {
        return registry.compareAndSet(expectedEpoch, next, fence);
    }

    @Override
    public boolean remove(AppId app, long expectedEpoch) {
        return registry.remove(app, expectedEpoch);
    }

    @Override
    public void publish(Map<AppId, Usage> usage) {
        registry.publish(usage);
    }

    @Override
    public Map<AppId, Usage> usage() {
        Map<AppId, Usage> all = new HashMap<>();
        registry.usage()
                .forEach((app, ours) -> all.put(
                        app,
                        new Usage(
                                ours.inFlight() + others.inFlight(),
                                ours.idle().compareTo(others.idle()) < 0 ? ours.idle() : others.idle())));
        return all;
    }

    @Override
    public Optional<Lease> acquire(String name, Duration ttl) {
        return registry.acquire(name, ttl);
    }
}
