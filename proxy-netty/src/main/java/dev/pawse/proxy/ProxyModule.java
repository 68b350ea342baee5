package dev.pawse.proxy;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.pawse.core.BlockingExecutors;
import dev.pawse.core.Pawse;
import dev.pawse.core.PawseConfig;
import dev.pawse.spi.Secret;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * What the two listeners are made of, for Guice: binds {@link ProxyListeners}. Whoever wants to wire by hand needs none of it
 * and calls {@link ProxyListeners#create}.
 */
public final class ProxyModule extends AbstractModule {
    private final PawseConfig config;
    private final Pawse pawse;
    private final Supplier<PawseConfig> reader;

    /**
     * @param pawse the engine, started or not; the module neither starts nor closes it
     * @param reader reads the configuration again, as {@link ProxyListeners#create} says
     */
    public ProxyModule(PawseConfig config, Pawse pawse, Supplier<PawseConfig> reader) {
        this.config = config;
        this.pawse = pawse;
        this.reader = reader;
    }

    @Override
    protected void configure() {
        binder().requireAtInjectOnConstructors();
        binder().disableCircularProxies();
        binder().requireExactBindingAnnotations();
        bind(PawseConfig.class).toInstance(config);
        bind(Pawse.class).toInstance(pawse);
        bind(ProxyListeners.class).in(Singleton.class);
    }

    /** The tokens of both APIs. */
    record Access(AccessTokens admin, AccessTokens system) {
        void use(PawseConfig config) {
            admin.replace(set(config.adminToken()));
            system.replace(set(config.systemApiToken()));
        }

        private static Set<Secret> set(Optional<Secret> token) {
            return token.map(Set::of).orElse(Set.of());
        }
    }

    static ProxyOptions options(PawseConfig config) {
        return ProxyOptions.builder()
                .host(config.host())
                .port(config.port())
                .maxWaiters(config.maxWaitersTotal())
                .drainLimit(config.shutdownLimit())
                .build();
    }

    @Provides
    @Singleton
    static Access access(PawseConfig config) {
        Access access = new Access(new AccessTokens(Set.of()), new AccessTokens(Set.of()));
        access.use(config);
        return access;
    }

    @Provides
    @Singleton
    ConfigReload reload(Pawse running, Access access, Provider<ProxyServer> proxy, Metrics metrics) {
        return new ConfigReload(
                config,
                reader,
                newer -> {
                    running.reload(newer);
                    access.use(newer);
                    proxy.get().reload(options(newer));
                },
                metrics,
                running.clock());
    }

    @Provides
    @Singleton
    static ExecutorService blocking() {
        return BlockingExecutors.create();
    }

    @Provides
    @Singleton
    static Metrics metrics(Pawse pawse) {
        Metrics metrics = new Metrics();
        metrics.watch(pawse::apps, () -> pawse.registryTrouble().isEmpty());
        return metrics;
    }

    @Provides
    @Singleton
    static Readiness readiness(Pawse pawse) {
        return new Readiness(pawse::isReady, pawse::registryTrouble);
    }

    @Provides
    @Singleton
    static ApiRouter router(
            Pawse pawse, Readiness readiness, Metrics metrics, ConfigReload reload, EventStreams streams) {
        return ApiRoutes.of(pawse, readiness, metrics, reload, streams);
    }

    @Provides
    @Singleton
    static EventStreams eventStreams() {
        return new EventStreams();
    }

    @Provides
    @Singleton
    static RefusedClients refusedClients() {
        return new RefusedClients(System::nanoTime);
    }

    @Provides
    @Singleton
    static AdminServer adminServer(
            PawseConfig config, Access access, ApiRouter router, RefusedClients refused, ExecutorService blocking) {
        SystemApi api = new SystemApi(router, HealthApi.PATHS, access.admin(), refused, blocking);
        InetSocketAddress address = new InetSocketAddress(config.adminHost(), config.adminPort());
        return new AdminServer(address, new HostAllowList(config.adminHost()), api);
    }

    @Provides
    @Singleton
    static ProxyServer proxyServer(
            PawseConfig config,
            Pawse pawse,
            Access access,
            Metrics metrics,
            ApiRouter router,
            RefusedClients refused,
            ExecutorService blocking) {
        ProxyOptions options = options(config);
        if (!config.systemApiEnabled()) {
            return new ProxyServer(pawse, options, metrics, null);
        }
        SystemApi api = new SystemApi(router, Set.of(), access.system(), refused, blocking);
        return new ProxyServer(pawse, options, metrics, api::handle);
    }
}
