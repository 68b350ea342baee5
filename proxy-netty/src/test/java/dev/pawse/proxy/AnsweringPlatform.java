package dev.pawse.proxy;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Capability;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A platform that marks what it answers in an app's place with {@code X-Platform}. */
record AnsweringPlatform(Provider platform) implements Provider {
    @Override
    public List<App> apps() {
        return platform.apps();
    }

    @Override
    public Optional<App> app(AppId id) {
        return platform.app(id);
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
        return platform.capability(type);
    }

    @Override
    public boolean isPlatformAnswer(int status, Function<String, @Nullable String> header) {
        return header.apply("x-platform") != null;
    }
}
