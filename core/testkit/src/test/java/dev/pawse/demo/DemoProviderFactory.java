package dev.pawse.demo;

import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.capability.Capability;
import dev.pawse.spi.capability.Scaling;
import java.time.Duration;
import java.util.Set;

/** Makes demo providers. */
public final class DemoProviderFactory implements ProviderFactory {
    @Override
    public String type() {
        return "demo";
    }

    @Override
    public String description() {
        return "apps that are numbers in memory";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
        return Set.of(Scaling.class);
    }

    @Override
    public Provider create(ProviderContext context) {
        context.settings().requireSecret("token");
        context.settings().text("account");
        context.settings().duration("timeout", Duration.ofSeconds(30));
        return new DemoProvider(context.name());
    }
}
