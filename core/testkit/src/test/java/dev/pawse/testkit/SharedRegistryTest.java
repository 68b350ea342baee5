package dev.pawse.testkit;

import dev.pawse.core.InMemoryRegistry;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Usage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The contract of shared registries, held against two views of one store. */
final class SharedRegistryTest implements SharedRegistryContract {
    private static final Duration USAGE_TIME = Duration.ofSeconds(10);

    private final ManualClock clock = ManualClock.create();
    private final Registry store = new InMemoryRegistry(clock::nanoTime);
    private final Map<Integer, Said> said = new HashMap<>();
    private final Registry mine = view(1);
    private final Registry theirs = view(2);

    @Override
    public Registry registry() {
        return mine;
    }

    @Override
    public Registry otherRegistry() {
        return theirs;
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    public Duration usageTime() {
        return USAGE_TIME;
    }

    /** Nobody but a registry can write into memory: there is nothing foreign to find. */
    @Override
    public void putForeignData() {}

    private Registry view(int process) {
        Registry publishing = Tamper.spoil(Registry.class, store, "publish", call -> {
            said.merge(process, new Said(call.arg(0), clock.nanoTime()), Said::with);
            return null;
        });
        Registry removing = Tamper.spoil(Registry.class, publishing, "remove", call -> {
            boolean removed = call.proceed();
            if (removed) {
                said.replaceAll((number, one) -> one.without(call.arg(0)));
            }
            return removed;
        });
        return Tamper.spoil(Registry.class, removing, "usage", call -> {
            Map<AppId, Usage> all = new HashMap<>();
            said.values().stream()
                    .filter(one -> clock.nanoTime() - one.nanos() < USAGE_TIME.toNanos())
                    .forEach(one -> one.usage().forEach((app, use) -> all.merge(app, use, SharedRegistryTest::sum)));
            return all;
        });
    }

    private static Usage sum(Usage one, Usage other) {
        Duration idle = one.idle().compareTo(other.idle()) < 0 ? one.idle() : other.idle();
        return new Usage(one.inFlight() + other.inFlight(), idle);
    }

    /** What one process said of its use, and when it last said something. */
    private record Said(Map<AppId, Usage> usage, long nanos) {
        private Said with(Said later) {
            Map<AppId, Usage> all = new HashMap<>(usage);
            all.putAll(later.usage);
            return new Said(all, later.nanos);
        }

        private Said without(AppId app) {
            Map<AppId, Usage> left = new HashMap<>(usage);
            left.remove(app);
            return new Said(left, nanos);
        }
    }
}
