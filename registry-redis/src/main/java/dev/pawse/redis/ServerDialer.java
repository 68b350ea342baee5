package dev.pawse.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Opens connections to a Redis that is in one place: a server by itself, or the one that sentinels name. */
final class ServerDialer implements Dialer {
    private final String name;
    private final Patience patience;
    private final RedisURI uri;
    private final ClientOptions options;
    private @Nullable Resources resources;
    private @Nullable RedisClient client;

    ServerDialer(String name, Patience patience, RedisURI uri, ClientOptions options) {
        this.name = name;
        this.patience = patience;
        this.uri = uri;
        this.options = options;
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
        return client().connectAsync(StringCodec.UTF8, uri).thenApply(connection -> {
            connection.addListener(new RedisConnectionStateListener() {
                @Override
                public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
                    renewed.run();
                }
            });
            return new Line(connection, connection.async());
        });
    }

    @Override
    public CompletionStage<StatefulRedisPubSubConnection<String, String>> listen() {
        return client().connectPubSubAsync(StringCodec.UTF8, uri);
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

    private synchronized Resources resources() {
        if (resources == null) {
            resources = Resources.create(patience);
        }
        return resources;
    }

    private synchronized RedisClient client() {
        if (client == null) {
            client = RedisClient.create(resources().shared());
            client.setOptions(options);
        }
        return client;
    }
}
