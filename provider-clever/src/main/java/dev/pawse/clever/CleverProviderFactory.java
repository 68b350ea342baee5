package dev.pawse.clever;

import dev.pawse.http.Network;
import dev.pawse.spi.LoginForm;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Settings;
import dev.pawse.spi.capability.Capability;
import dev.pawse.spi.capability.ConfigHistory;
import dev.pawse.spi.capability.Permissions;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes providers of apps on Clever Cloud. Settings: {@code api-token}, or {@code token} and {@code secret} with {@code consumer-key}
 * and {@code consumer-secret}; {@code organisation} to see that one only; {@code api-host}, {@code timeout}; those of a private set-up
 * are in the module's README.
 */
public final class CleverProviderFactory implements ProviderFactory {
    /** The type's name. */
    static final String TYPE = "clever-cloud";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String description() {
        return "Clever Cloud apps, by its API v2 and v4";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
        Set<Class<? extends Capability>> all = new HashSet<>(Capability.ALL);
        all.remove(ConfigHistory.class);
        all.remove(Permissions.class);
        return Set.copyOf(all);
    }

    @Override
    public LoginForm loginForm() {
        return new LoginForm(
                List.of(List.of("api-token"), List.of("token", "secret")),
                "an API token of \"clever tokens create\"; or token and secret of \"clever login\", for which the settings"
                        + " must hold the consumer key and secret");
    }

    @Override
    public Provider create(ProviderContext context) {
        Settings settings = context.settings();
        Duration silence = settings.duration("timeout", Duration.ofSeconds(30));
        if (silence.isZero() || silence.isNegative()) {
            throw settings.invalid("timeout", "is not above zero; right is e.g. 30s");
        }
        CleverUpstream upstream = CleverUpstream.of(settings);
        SshSettings ssh = SshSettings.of(settings, context.environment());
        String organisation = settings.text("organisation").orElse(null);
        DumpSource dump = DumpSource.of(settings);
        CleverLogin login = CleverLogin.of(context);
        URI host = settings.uri("api-host", login.host());
        Network network = Network.of(context.environment(), silence);
        CleverApi api = CleverApi.of(network, host, login.credential(), context.clock());
        CleverApps apps = new CleverApps(context.name(), api, organisation, settings.origin("organisation"));
        return new CleverProvider(
                new CleverFleet(apps, api, upstream, context.clock()),
                login.source(),
                network,
                CleverCapabilities.of(api, apps, ssh, dump, context));
    }
}
