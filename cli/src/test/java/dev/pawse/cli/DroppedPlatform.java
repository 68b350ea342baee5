package dev.pawse.cli;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.capability.Capability;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A platform without apps, packed into a jar by a test and dropped into {@code plugins/}. */
public final class DroppedPlatform implements ProviderFactory {
    @Override
    public String type() {
        return "dropped";
    }

    @Override
    public String description() {
        return "a platform without apps";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
        return Set.of();
    }

    @Override
    public Provider create(ProviderContext context) {
        return new Empty();
    }

    private static final class Empty implements Provider {
        @Override
        public List<App> apps() {
            return List.of();
        }

        @Override
        public Optional<App> app(AppId id) {
            return Optional.empty();
        }
    }
}
