package dev.pawse.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/** Opens connections to one Redis, whichever kind it is. Makes its client at the first use; safe for many threads; never waits. */
interface Dialer extends AutoCloseable {
    /** What this Redis is called in messages, e.g. {@code 10.0.0.7:6379}; never a secret. */
    String name();

    /** How long this Redis is waited for. */
    Patience patience();

    /**
     * Opens a connection for commands. It comes back by itself after it was lost, and says so.
     *
     * @param renewed told each time that the connection is there again; on an event loop
     */
    CompletionStage<Line> dial(Runnable renewed);

    /** Opens a connection on which channels can be heard. It comes back by itself, with what it is subscribed to. */
    CompletionStage<? extends StatefulRedisPubSubConnection<String, String>> listen();

    /** The client's own thread for what is done again and again; nothing on it may wait. */
    ScheduledExecutorService timer();

    /** Why a lost connection could last not be had again, in words; empty when nothing is known. */
    Optional<String> lastFailure();

    /** Gives up every connection and thread; waits for two seconds at most. */
    @Override
    void close();

    /** A connection and the commands it takes. */
    record Line(StatefulConnection<String, String> connection, RedisClusterAsyncCommands<String, String> commands) {}
}
