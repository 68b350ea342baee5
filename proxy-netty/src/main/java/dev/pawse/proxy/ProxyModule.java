package dev.pawse.proxy;

import com.google.inject.AbstractModule;
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

/**
 * What the two listeners are made of, for Guice: binds {@link ProxyListeners}. Whoever wants to wire by hand needs none of it
 * and calls {@link ProxyListeners#create}.
 */
public final class ProxyModule extends AbstractModule {
    private final PawseConfig config;
    private final Pawse pawse;

    /** @param pawse the engine, started or not; the module neither starts nor closes it */
    public ProxyModule(PawseConfig config, Pawse pawse) {
        this.config = config;
        this.pawse = pawse;
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

    @Provides
    @Singleton
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
    static ExecutorService blocking() {
        return BlockingExecutors.create();
    }

    @Provides
    @Singleton
    static Metrics metrics(Pawse pawse) {
        Metrics metrics = new Metrics();
        metrics.watch(pawse::apps);
        return metrics;
    }

    @Provides
    @Singleton
    static Readiness readiness(Pawse pawse) {
        return new Readiness(pawse::isReady);
    }

    @Provides
    @Singleton
    static ApiRouter router(Pawse pawse, Readiness readiness, Metrics metrics) {
        return ApiRoutes.of(pawse, readiness, metrics);
    }

    @Provides
    @Singleton
    static RefusedClients refusedClients() {
        return new RefusedClients(System::nanoTime);
    }

    @Provides
    @Singleton
    static AdminServer adminServer(
            PawseConfig config, ApiRouter router, RefusedClients refused, ExecutorService blocking) {
        SystemApi api = new SystemApi(router, HealthApi.PATHS, tokens(config.adminToken()), refused, blocking);
        InetSocketAddress address = new InetSocketAddress(config.adminHost(), config.adminPort());
        return new AdminServer(address, new HostAllowList(config.adminHost()), api);
    }

    @Provides
    @Singleton
    static ProxyServer proxyServer(
            PawseConfig config,
            Pawse pawse,
            ProxyOptions options,
            Metrics metrics,
            ApiRouter router,
            RefusedClients refused,
            ExecutorService blocking) {
        if (!config.systemApiEnabled()) {
            return new ProxyServer(pawse, options, metrics, null);
        }
        SystemApi api = new SystemApi(router, Set.of(), tokens(config.systemApiToken()), refused, blocking);
        return new ProxyServer(pawse, options, metrics, api::handle);
    }

    private static AccessTokens tokens(Optional<Secret> token) {
        return new AccessTokens(token.map(Set::of).orElse(Set.of()));
    }
}
