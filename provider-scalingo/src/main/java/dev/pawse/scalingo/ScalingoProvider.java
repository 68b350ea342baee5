package dev.pawse.scalingo;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Capability;
import dev.pawse.spi.capability.Releases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The apps of one Scalingo account in one or several regions. */
final class ScalingoProvider implements Provider {
    private final Account account;
    private final CredentialSource source;
    private final Apps apps;
    private final List<Capability> capabilities;

    ScalingoProvider(Account account, CredentialSource source, Apps apps, List<Capability> capabilities) {
        this.account = account;
        this.source = source;
        this.apps = apps;
        this.capabilities = List.copyOf(capabilities);
    }

    @Override
    public List<App> apps() {
        return apps.all();
    }

    @Override
    public Optional<App> app(AppId id) {
        return apps.one(id);
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
        return capabilities.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    @Override
    public String whyNot(Class<? extends Capability> type) {
        if (type.equals(Releases.class)) {
            return "scalingo keeps no releases to go back to: push the older commit again, \"git push scalingo"
                    + " COMMIT:master\"; \"pawse deployments\" tells which commits ran";
        }
        return Provider.super.whyNot(type);
    }

    /** The router marks what it answers by itself (doc.scalingo.com, "Routing"). */
    @Override
    public boolean isPlatformAnswer(int status, Function<String, @Nullable String> header) {
        return header.apply("X-Scalingo-Error") != null;
    }

    @Override
    public Optional<CredentialSource> credentials() {
        return Optional.of(source);
    }

    @Override
    public Optional<Duration> clockAhead() {
        return account.network().clockAhead();
    }

    @Override
    public void close() {
        account.close();
    }

    @Override
    public String toString() {
        return "ScalingoProvider[" + account + "]";
    }
}
