package dev.pawse.core;

import dev.pawse.spi.Registry;
import dev.pawse.testkit.ManualClock;
import dev.pawse.testkit.RegistryContract;
import java.time.Duration;

final class InMemoryRegistryContractTest implements RegistryContract {
    private final ManualClock clock = ManualClock.create();
    private final Registry registry = new InMemoryRegistry(clock::nanoTime);

    @Override
    public Registry registry() {
        return registry;
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
    }
}
