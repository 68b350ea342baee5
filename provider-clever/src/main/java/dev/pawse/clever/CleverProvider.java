package dev.pawse.clever;

import dev.pawse.http.Network;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Capability;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Apps on Clever Cloud, seen through one login. Safe for many threads. */
final class CleverProvider implements Provider {
    private final CleverFleet fleet;
    private final CredentialSource login;
    private final Network network;
    private final CleverCapabilities capabilities;

    CleverProvider(CleverFleet fleet, CredentialSource login, Network network, CleverCapabilities capabilities) {
        this.fleet = fleet;
        this.login = login;
        this.network = network;
        this.capabilities = capabilities;
    }

    @Override
    public List<App> apps() {
        return fleet.all();
    }

    @Override
    public Optional<App> app(AppId id) {
        return fleet.find(id);
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
        return capabilities.find(type);
    }

    @Override
    public Optional<CredentialSource> credentials() {
        return Optional.of(login);
    }

    @Override
    public Optional<Duration> clockAhead() {
        return network.clockAhead();
    }

    @Override
    public void close() {
        network.close();
    }

    @Override
    public String toString() {
        return "CleverProvider[" + login.origin() + "]";
    }
}
