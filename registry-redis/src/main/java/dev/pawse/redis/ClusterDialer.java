package dev.pawse.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.event.ClusterTopologyChangedEvent;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Opens connections to a cluster of Redis servers, each of which has a part of the keys. */
final class ClusterDialer implements Dialer {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    /** How soon after a sign of change the cluster is looked at once more: an election takes a few of these. */
    private static final Duration AFTER_A_SIGN = Duration.ofSeconds(1);

    private final String name;
    private final Patience patience;
    private final List<RedisURI> seeds;
    private final ClusterClientOptions options;
    private volatile Runnable whenRenewed = () -> {};
    private volatile @Nullable StatefulRedisClusterConnection<String, String> connection;
    private @Nullable Resources resources;
    private @Nullable RedisClusterClient client;

    ClusterDialer(String name, Patience patience, List<RedisURI> seeds, ClientOptions options) {
        this.name = name;
        this.patience = patience;
        this.seeds = List.copyOf(seeds);
        // This client looks again at every sign of change, too: a redirection, a lost connection, a slot without
        // server.
        this.options = ClusterClientOptions.builder(options)
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(LOOK_AGAIN)
                        .adaptiveRefreshTriggersTimeout(AFTER_A_SIGN)
                        .build())
                .nodeFilter(ClusterDialer::isThere)
                .build();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Patience patience() {
        return patience;
    }

    @Override
    public CompletionStage<Line> dial(Runnable renewed) {
        whenRenewed = renewed;
        RedisClusterClient dialled = client();
        return dialled.refreshPartitionsAsync()
                .thenCompose(looked -> dialled.connectAsync(StringCodec.UTF8))
                .thenCompose(made -> {
                    connection = made;
                    return reach(made).thenApply(reached -> new Line(made, made.async()));
                });
    }

    @Override
    public CompletionStage<? extends StatefulRedisPubSubConnection<String, String>> listen() {
        RedisClusterClient dialled = client();
        return dialled.refreshPartitionsAsync().thenCompose(looked -> dialled.connectPubSubAsync(StringCodec.UTF8));
    }

    @Override
    public ScheduledExecutorService timer() {
        return resources().timer();
    }

    @Override
    public synchronized Optional<String> lastFailure() {
        return resources == null ? Optional.empty() : resources.lastFailure();
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            Resources.close(client);
        }
        if (resources != null) {
            resources.close();
        }
    }

    /** Another server has some of the keys now, perhaps without the last of what was written. */
    private void changed() {
        StatefulRedisClusterConnection<String, String> now = connection;
        if (now != null) {
            reach(now).thenRun(whenRenewed);
        }
    }

    /** Opens the connections to all servers with keys: a command that finds none to its server is rejected. Does not fail. */
    private static CompletableFuture<Void> reach(StatefulRedisClusterConnection<String, String> cluster) {
        List<CompletableFuture<?>> reached = new ArrayList<>();
        for (RedisClusterNode node : cluster.getPartitions()) {
            if (node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.hasNoSlots()) {
                RedisURI place = node.getUri();
                reached.add(cluster.getConnectionAsync(place.getHost(), place.getPort())
                        .handle((made, failure) -> failure == null));
            }
        }
        return CompletableFuture.allOf(reached.toArray(new CompletableFuture<?>[0]));
    }

    private static boolean isThere(RedisClusterNode node) {
        return !node.is(RedisClusterNode.NodeFlag.FAIL) && !node.is(RedisClusterNode.NodeFlag.EVENTUAL_FAIL);
    }

    private synchronized Resources resources() {
        if (resources == null) {
            resources = Resources.create(patience);
        }
        return resources;
    }

    private synchronized RedisClusterClient client() {
        if (client == null) {
            client = RedisClusterClient.create(resources().shared(), seeds);
            client.setOptions(options);
            client.addListener(new Returns());
            resources().shared().eventBus().get().subscribe(event -> {
                if (event instanceof ClusterTopologyChangedEvent) {
                    changed();
                }
            });
        }
        return client;
    }

    /** Sees the connection to a server of the cluster come back. Those for one look at the cluster come and go, and never return. */
    private final class Returns implements RedisConnectionStateListener {
        private final Set<RedisChannelHandler<?, ?>> lost =
                Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            if (!(connection instanceof StatefulRedisPubSubConnection)) {
                lost.add(connection);
            }
        }

        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
            if (lost.remove(connection)) {
                whenRenewed.run();
            }
        }
    }
}
