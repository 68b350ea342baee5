package dev.pawse.cli;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Capability;
import java.util.Optional;
import java.util.Set;

/** A platform that is made up and wants a token. */
public final class LockedPlatform implements ProviderFactory {
    @Override
    public String type() {
        return "locked-cloud";
    }

    @Override
    public String description() {
        return "a platform that wants a token";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
        return Set.copyOf(Capability.ALL);
    }

    @Override
    public Provider create(ProviderContext context) {
        Optional<Secret> own = context.settings().secret("token");
        if (own.or(() -> context.settings().secret("locked-token")).isEmpty()) {
            throw new PawseException(
                    Reason.UNAUTHORIZED,
                    "not logged in to locked-cloud: set PROVIDER_LOCKED_TOKEN, or LOCKED_TOKEN as its own tool does");
        }
        return TestPlatform.named(context.name());
    }
}
