package dev.pawse.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A real Redis with a replica and three sentinels that make the replica the primary when the primary fails, all on 127.0.0.1. Ready
 * about three seconds after its start. Methods are called by one thread at a time and fail as those of {@link RedisServer} do.
 */
public final class RedisSentinels implements AutoCloseable {
    /** What the sentinels call it. */
    public static final String NAME = "pawse-primary";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RedisServer primary;
    private final RedisServer replica;
    private final List<RedisServer> sentinels = new ArrayList<>();

    private RedisSentinels(RedisServer primary, RedisServer replica) {
        this.primary = primary;
        this.replica = replica;
    }

    /** Starts all of them; a primary that does not answer for half a second is taken for dead. */
    public static RedisSentinels start() {
        return start(options -> options);
    }

    /** As {@link #start()}; each sentinel is started with the options that are added. */
    public static RedisSentinels start(UnaryOperator<RedisOptions> ofSentinels) {
        RedisServer primary = RedisServer.start();
        RedisSentinels started = new RedisSentinels(
                primary, RedisServer.with().replicaOf(primary).start());
        try {
            started.watch(ofSentinels);
            return started;
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    /** The address of what they watch, e.g. {@code redis-sentinel://127.0.0.1:1,127.0.0.1:2,127.0.0.1:3#pawse-primary}. */
    public String url() {
        StringBuilder url = new StringBuilder("redis-sentinel://");
        for (RedisServer sentinel : sentinels) {
            url.append(sentinel == sentinels.get(0) ? "" : ",")
                    .append(sentinel.host())
                    .append(':')
                    .append(sentinel.port());
        }
        return url + "#" + NAME;
    }

    /** The server that is written to at first. */
    public RedisServer primary() {
        return primary;
    }

    /** The server that copies it at first. */
    public RedisServer replica() {
        return replica;
    }

    /** The sentinels in the order of their start. */
    public List<RedisServer> sentinels() {
        return List.copyOf(sentinels);
    }

    @Override
    public void close() {
        sentinels.forEach(RedisServer::close);
        replica.close();
        primary.close();
    }

    private void watch(UnaryOperator<RedisOptions> options) {
        // The sentinels ask the primary once for its replicas, and then not again for ten seconds.
        Eventually.holds(
                "the primary knows its replica",
                PATIENCE,
                () -> String.valueOf(primary.command("INFO", "replication")).contains("state=online"));
        String port = Integer.toString(primary.port());
        for (int i = 0; i < 3; i++) {
            sentinels.add(options.apply(RedisServer.with())
                    .sentinel()
                    .config("sentinel", "monitor", NAME, primary.host(), port, "2")
                    .config("sentinel", "down-after-milliseconds", NAME, "500")
                    .config("sentinel", "failover-timeout", NAME, "3000")
                    .start());
        }
        for (RedisServer sentinel : sentinels) {
            Eventually.holds("the sentinels know each other and the replica", PATIENCE, () -> knowsAll(sentinel));
        }
    }

    private static boolean knowsAll(RedisServer sentinel) {
        return sentinel.command("SENTINEL", "SENTINELS", NAME) instanceof List<?> others
                && others.size() == 2
                && sentinel.command("SENTINEL", "REPLICAS", NAME) instanceof List<?> replicas
                && replicas.size() == 1;
    }
}
