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
    private final boolean tls;

    private RedisSentinels(RedisServer primary, RedisServer replica, boolean tls) {
        this.primary = primary;
        this.replica = replica;
        this.tls = tls;
    }

    /** Starts all of them; a primary that does not answer for half a second is taken for dead. */
    public static RedisSentinels start() {
        return start(options -> options);
    }

    /** As {@link #start()}; each sentinel is started with the options that are added. */
    public static RedisSentinels start(UnaryOperator<RedisOptions> ofSentinels) {
        RedisServer primary = RedisServer.start();
        RedisServer replica = RedisServer.with().replicaOf(primary).start();
        return new RedisSentinels(primary, replica, false).watched(ofSentinels);
    }

    /** As {@link #start()}; all of them speak TLS, with their clients and with each other. */
    public static RedisSentinels start(ServerCertificate certificate) {
        UnaryOperator<RedisOptions> tls = options -> options.tls(certificate).config("tls-replication", "yes");
        RedisServer primary = tls.apply(RedisServer.with()).start();
        RedisServer replica = tls.apply(RedisServer.with())
                .config("replicaof", RedisServer.HOST, Integer.toString(primary.tlsPort()))
                .start();
        return new RedisSentinels(primary, replica, true).watched(tls);
    }

    /** The address of what they watch, e.g. {@code redis-sentinel://127.0.0.1:1,127.0.0.1:2,127.0.0.1:3#pawse-primary}. */
    public String url() {
        StringBuilder url = new StringBuilder(tls ? "rediss-sentinel://" : "redis-sentinel://");
        for (RedisServer sentinel : sentinels) {
            url.append(sentinel == sentinels.get(0) ? "" : ",")
                    .append(sentinel.host())
                    .append(':')
                    .append(port(sentinel));
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

    private RedisSentinels watched(UnaryOperator<RedisOptions> ofSentinels) {
        try {
            watch(ofSentinels);
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private int port(RedisServer server) {
        return tls ? server.tlsPort() : server.port();
    }

    private void watch(UnaryOperator<RedisOptions> options) {
        // The sentinels ask the primary once for its replicas, and then not again for ten seconds.
        Eventually.holds(
                "the primary knows its replica",
                PATIENCE,
                () -> String.valueOf(primary.command("INFO", "replication")).contains("state=online"));
        String port = Integer.toString(port(primary));
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
