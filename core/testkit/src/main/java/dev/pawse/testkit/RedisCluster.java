package dev.pawse.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A real Redis cluster on 127.0.0.1, of version 7 or later. Ready about three seconds after its start: so long a server waits before
 * it trusts its place. Methods are called by one thread at a time and fail as those of {@link RedisServer} do.
 */
public final class RedisCluster implements AutoCloseable {
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<RedisServer> servers = new ArrayList<>();
    private final UnaryOperator<RedisOptions> options;

    private RedisCluster(UnaryOperator<RedisOptions> options) {
        this.options = options;
    }

    /** Starts so many servers that share all slots; none has a replica. */
    public static RedisCluster start(int primaries) {
        return start(primaries, options -> options);
    }

    /** Starts so many servers that share all slots; none has a replica. Each is started with the options that are added. */
    public static RedisCluster start(int primaries, UnaryOperator<RedisOptions> options) {
        RedisCluster cluster = new RedisCluster(options);
        try {
            for (int i = 0; i < primaries; i++) {
                cluster.add();
                String first = Integer.toString(SLOTS * i / primaries);
                String last = Integer.toString(SLOTS * (i + 1) / primaries - 1);
                cluster.servers.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
                cluster.servers.get(i).command("CLUSTER", "ADDSLOTSRANGE", first, last);
            }
            cluster.servers.subList(1, primaries).forEach(cluster::join);
            cluster.await();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Its address: the first two servers, if it has two. */
    public String url() {
        String first = "127.0.0.1:" + servers.get(0).port();
        return "redis-cluster://"
                + (servers.size() < 2
                        ? first
                        : first + ",127.0.0.1:" + servers.get(1).port());
    }

    /** The servers in the order of their start. */
    public List<RedisServer> servers() {
        return List.copyOf(servers);
    }

    /** Adds a server that copies another one and takes its place should that fail; has copied it when this returns. */
    public RedisServer addReplica(RedisServer of) {
        RedisServer replica = add();
        join(replica);
        await();
        replica.command("CLUSTER", "REPLICATE", id(of));
        Eventually.holds(
                "the replica has copied its primary",
                PATIENCE,
                () -> String.valueOf(replica.command("INFO", "replication")).contains("master_link_status:up"));
        return replica;
    }

    /** The server that has a key. */
    public RedisServer holder(String key) {
        RedisServer any = servers.get(0);
        if (any.command("CLUSTER", "KEYSLOT", key) instanceof Long slot
                && any.command("CLUSTER", "SLOTS") instanceof List<?> ranges) {
            for (Object each : ranges) {
                if (each instanceof List<?> range
                        && (Long) range.get(0) <= slot
                        && slot <= (Long) range.get(1)
                        && range.get(2) instanceof List<?> place) {
                    return at((Long) place.get(1));
                }
            }
        }
        throw new IllegalStateException("no server has " + key);
    }

    /** Moves the slot of a key to another server, with all keys in it; clients learn it when they ask the old one. */
    public void move(String key, RedisServer to) {
        RedisServer from = holder(key);
        String slot = String.valueOf(to.command("CLUSTER", "KEYSLOT", key));
        to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", id(from));
        from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", id(to));
        if (from.command("CLUSTER", "GETKEYSINSLOT", slot, "10000") instanceof List<?> keys && !keys.isEmpty()) {
            List<String> migrate = new ArrayList<>(
                    List.of("MIGRATE", to.host(), Integer.toString(to.port()), "", "0", "5000", "KEYS"));
            keys.forEach(each -> migrate.add(String.valueOf(each)));
            from.command(migrate.toArray(new String[0]));
        }
        to.command("CLUSTER", "SETSLOT", slot, "NODE", id(to));
        from.command("CLUSTER", "SETSLOT", slot, "NODE", id(to));
    }

    @Override
    public void close() {
        servers.forEach(RedisServer::close);
    }

    private RedisServer add() {
        RedisServer added = options.apply(RedisServer.with()).cluster().start();
        servers.add(added);
        return added;
    }

    private void join(RedisServer server) {
        RedisServer first = servers.get(0);
        server.command(
                "CLUSTER", "MEET", first.host(), Integer.toString(first.port()), Integer.toString(first.clusterPort()));
    }

    private void await() {
        String known = "cluster_known_nodes:" + servers.size();
        for (RedisServer server : servers) {
            Eventually.holds("the cluster is whole", PATIENCE, () -> {
                String info = String.valueOf(server.command("CLUSTER", "INFO"));
                return info.contains("cluster_state:ok") && info.contains(known);
            });
        }
    }

    private RedisServer at(long port) {
        for (RedisServer server : servers) {
            if (server.port() == port) {
                return server;
            }
        }
        throw new IllegalStateException("no server listens at " + port);
    }

    private static String id(RedisServer server) {
        return String.valueOf(server.command("CLUSTER", "MYID"));
    }
}
