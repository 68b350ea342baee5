package dev.pawse.cli;

import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.capability.Capability;
import dev.pawse.testkit.FakeProvider;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Hands the platform of the test that runs to the commands, as a plugin does. */
public final class TestPlatform implements ProviderFactory {
    private static final AtomicReference<FakeProvider> CURRENT =
            new AtomicReference<>(FakeProvider.builder("test").build());

    static void use(FakeProvider provider) {
        CURRENT.set(provider);
    }

    @Override
    public String type() {
        return "test";
    }

    @Override
    public String description() {
        return "a platform that is made up";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
        return Set.copyOf(Capability.ALL);
    }

    @Override
    public Provider create(ProviderContext context) {
        return Objects.requireNonNull(CURRENT.get());
    }
}
