package dev.pawse.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The channel that is listened to, on a connection of its own: one that listens takes no commands. Never waits. */
final class News {
    private static final Logger LOG = LoggerFactory.getLogger(News.class);

    private final Dialer dialer;
    private final String channel;
    private final Consumer<String> heard;
    private @Nullable CompletableFuture<?> connection;

    News(Dialer dialer, String channel, Consumer<String> heard) {
        this.dialer = dialer;
        this.channel = channel;
        this.heard = heard;
    }

    /** Makes the connection if none is there or being made. One that is lost comes back by itself. */
    synchronized void connect() {
        if (connection == null || connection.isCompletedExceptionally()) {
            connection = dialer.listen().thenCompose(this::subscribe).toCompletableFuture();
        }
    }

    private CompletableFuture<Void> subscribe(StatefulRedisPubSubConnection<String, String> made) {
        made.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String from, String message) {
                hear(message);
            }
        });
        return made.async().subscribe(channel).toCompletableFuture().whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "the news on {} are not heard: Redis {}",
                        channel,
                        RedisErrors.why(failure, dialer.patience().connection()));
                made.closeAsync();
            }
        });
    }

    private void hear(String message) {
        try {
            heard.accept(message);
        } catch (RuntimeException e) {
            LOG.warn("what was said on {} could not be taken in", channel, e);
        }
    }
}
