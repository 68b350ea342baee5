package dev.pawse.testkit;

import dev.pawse.core.InMemoryEventStore;
import dev.pawse.core.InMemoryRegistry;
import dev.pawse.spi.EventStore;
import dev.pawse.spi.Hook;
import dev.pawse.spi.Hook.Outcome;
import dev.pawse.spi.Hook.Point;
import dev.pawse.spi.Registry;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;

/** A registry, an event store and hooks with one flaw; run by {@link FlawedPortsTest} alone, as it is meant to fail. */
@ExtendWith(ContractRun.Subject.class)
final class FlawedPortsCase implements RegistryContract, EventStoreContract, HookContract {
    private final ManualClock clock = ManualClock.create();
    private final Flaw flaw;
    private final Registry registry;

    FlawedPortsCase(String flaw) {
        this.flaw = FlawedPortsTest.named(flaw);
        registry = this.flaw.spoil(Registry.class, new InMemoryRegistry(clock::nanoTime));
    }

    @Override
    public Registry registry() {
        return registry;
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    public EventStore eventStore(int capacity) {
        return flaw.spoil(EventStore.class, new InMemoryEventStore(capacity));
    }

    @Override
    public Hook succeedingHook() {
        return flaw.spoil(Hook.class, new RecordingHook("test"));
    }

    @Override
    public Hook failingHook() {
        RecordingHook hook = new RecordingHook("test");
        for (Point point : Point.values()) {
            hook.always(point, new Outcome.Failed("exit 3"));
        }
        return flaw.spoil(Hook.class, hook);
    }

    @Override
    public Hook vetoingHook() {
        return flaw.spoil(
                Hook.class, new RecordingHook("test").always(Point.BEFORE_STOP, new Outcome.Vetoed("exit 75")));
    }
}
