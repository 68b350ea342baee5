package dev.pawse.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.event.DefaultEventPublisherOptions;
import io.lettuce.core.event.connection.ReconnectFailedEvent;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.Transports;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The threads, the name resolver and the settings with which Lettuce works here. */
final class Resources {
    private static final Duration SOONEST = Duration.ofMillis(100);
    private static final Duration LATEST = Duration.ofSeconds(5);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(13);
    private static final Duration UNANSWERED = Duration.ofSeconds(30);
    private static final int QUEUE = 1000;
    private static final int THREADS = 2;
    /** After a failover the old address must not be dialled for long. */
    private static final int NAME_KEPT_SECONDS = 10;

    private static final int GOODBYE_MILLIS = 1000;

    private final ClientResources shared;
    private volatile @Nullable String lastFailure;

    private Resources(ClientResources shared) {
        this.shared = shared;
    }

    static Resources create(Patience patience) {
        DnsNameResolverBuilder names = new DnsNameResolverBuilder()
                .datagramChannelType(Transports.datagramChannelClass())
                .ttl(0, NAME_KEPT_SECONDS)
                .negativeTtl(0);
        Resources resources = new Resources(ClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .threadFactoryProvider(pool -> new DefaultThreadFactory("pawse-redis-" + pool, true))
                .addressResolverGroup(new DnsAddressResolverGroup(names))
                .reconnectDelay(Delay.fullJitter(SOONEST, LATEST, SOONEST.toMillis(), TimeUnit.MILLISECONDS))
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .commandLatencyPublisherOptions(DefaultEventPublisherOptions.disabled())
                .build());
        resources.watch(patience);
        return resources;
    }

    /** How every client of ours behaves; what a kind of Redis needs more is added to it. */
    static ClientOptions.Builder options(Patience patience) {
        return ClientOptions.builder()
                .autoReconnect(true)
                // What cannot be sent now is worth nothing later: a lease renewed 40 s late is worse than none.
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUE)
                .timeoutOptions(TimeoutOptions.enabled(patience.command()))
                .pingBeforeActivateConnection(true)
                .protocolVersion(ProtocolVersion.RESP2)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(patience.connection())
                        .keepAlive(KeepAliveOptions.builder()
                                .enable()
                                .idle(KEEP_ALIVE)
                                .interval(KEEP_ALIVE)
                                .count(3)
                                .build())
                        .tcpUserTimeout(TcpUserTimeoutOptions.builder()
                                .enable()
                                .tcpUserTimeout(UNANSWERED)
                                .build())
                        .build());
    }

    /** Ends a client, its connections first. */
    static void close(AbstractRedisClient client) {
        client.shutdown(0, GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
    }

    ClientResources shared() {
        return shared;
    }

    ScheduledExecutorService timer() {
        return shared.eventExecutorGroup();
    }

    Optional<String> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /** Ends the threads; called after the clients are closed. */
    void close() {
        shared.shutdown(0, GOODBYE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(GOODBYE_MILLIS);
    }

    private void watch(Patience patience) {
        shared.eventBus().get().subscribe(event -> {
            if (event instanceof ReconnectFailedEvent failed) {
                lastFailure = RedisErrors.why(failed.getCause(), patience.connection());
            }
        });
    }
}
