package dev.pawse.ecs;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Capability;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The apps of one AWS account in one region. */
final class EcsProvider implements Provider {
    private final AwsClients clients;
    private final Parallel parallel;
    private final CredentialSource source;
    private final EcsApps apps;
    private final List<Capability> capabilities;

    EcsProvider(
            AwsClients clients,
            Parallel parallel,
            CredentialSource source,
            EcsApps apps,
            List<Capability> capabilities) {
        this.clients = clients;
        this.parallel = parallel;
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

    /** A load balancer that has no task to ask answers by itself (ELB: "Troubleshoot your Application Load Balancers", 503). */
    @Override
    public boolean isPlatformAnswer(int status, Function<String, @Nullable String> header) {
        String server = header.apply("Server");
        return status >= 502 && status <= 504 && server != null && server.startsWith("awselb/");
    }

    @Override
    public Optional<CredentialSource> credentials() {
        return Optional.of(source);
    }

    @Override
    public Optional<Duration> clockAhead() {
        return clients.network().clockAhead();
    }

    @Override
    public void close() {
        parallel.close();
        clients.close();
    }

    @Override
    public String toString() {
        return "EcsProvider[" + clients + "]";
    }
}
