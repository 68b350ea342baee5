package dev.pawse.testkit;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Capability;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A provider that is as it should be but for one flaw. */
final class FlawedProvider implements Provider {
    private final Provider provider;
    private final Flaw flaw;

    FlawedProvider(Provider sound, Flaw flaw) {
        this.provider = flaw.spoil(Provider.class, sound);
        this.flaw = flaw;
    }

    @Override
    public List<App> apps() {
        return provider.apps();
    }

    @Override
    public Optional<App> app(AppId id) {
        return provider.app(id);
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
        return provider.capability(type).map(sound -> flaw.spoil(type, sound));
    }

    @Override
    public String whyNot(Class<? extends Capability> type) {
        return provider.whyNot(type);
    }

    @Override
    public boolean isPlatformAnswer(int status, Function<String, @Nullable String> header) {
        return provider.isPlatformAnswer(status, header);
    }

    @Override
    public String toString() {
        return provider.toString();
    }
}
