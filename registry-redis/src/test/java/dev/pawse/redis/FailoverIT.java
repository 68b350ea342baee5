package dev.pawse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Lease;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.RedisCluster;
import dev.pawse.testkit.RedisSentinels;
import dev.pawse.testkit.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What mostly waits: for servers to trust each other, and to give each other up. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
final class FailoverIT {
    private static final AppId SHOP = new AppId("heroku", "shop");
    private static final Script COUNT = Script.of("return {redis.call('INCR', KEYS[1])}");
    private static final Script SAY = Script.of("redis.call('PUBLISH', ARGV[1], ARGV[2]) return {}");
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void anotherServerTakesOverWhereSentinelsSaySo() {
        try (RedisSentinels sentinels = RedisSentinels.start();
                RedisLink link = Store.link(sentinels.url())) {
            AtomicInteger renewed = new AtomicInteger();
            List<String> heard = new CopyOnWriteArrayList<>();
            link.onRenewed(renewed::incrementAndGet);
            link.listen("pawse:news", heard::add);
            assertThat(count(link)).isEqualTo(1);
            assertThat(sentinels.primary().command("GET", "pawse:count")).isEqualTo("1");
            int before = renewed.get();
            Eventually.holds(
                    "the replica has it",
                    SOON,
                    () -> "1".equals(sentinels.replica().command("GET", "pawse:count")));

            sentinels.primary().stop();

            Eventually.holds("the link goes on", SOON, () -> counts(link));
            assertThat(sentinels.replica().command("GET", "pawse:count")).isEqualTo("2");
            assertThat(renewed.get()).isGreaterThan(before);
            Eventually.holds("the news are heard again", SOON, () -> {
                link.run(SAY, List.of(), List.of("pawse:news", "shop"));
                return heard.contains("shop");
            });
        }
    }

    @Test
    void aClusterIsOneRedisAlsoWhenItsKeysMoveAndItsServersFail() {
        try (RedisCluster cluster = RedisCluster.start(3);
                RedisLink link = Store.link(cluster.url())) {
            AtomicInteger renewed = new AtomicInteger();
            List<String> heard = new CopyOnWriteArrayList<>();
            link.onRenewed(renewed::incrementAndGet);
            link.listen("pawse:news", heard::add);
            List<RedisLink.Call> calls = List.of(counted("{b1}"), counted("{b2}"), counted("{b3}"), counted("{b4}"));

            assertThat(link.runAll(calls))
                    .allSatisfy(reply -> assertThat(reply.values()).containsExactly(1L));
            Eventually.holds("the news are heard", SOON, () -> {
                link.run(SAY, List.of("pawse:{b1}:any"), List.of("pawse:news", "shop"));
                return heard.contains("shop");
            });

            RedisServer old = cluster.holder("pawse:{moved}:count");
            RedisServer other = cluster.servers().get(old == cluster.servers().get(0) ? 1 : 0);
            cluster.move("pawse:{moved}:count", other);
            assertThat(link.runAll(List.of(counted("{moved}"))).get(0).values()).containsExactly(1L);

            RedisServer failing = cluster.holder("pawse:{b1}:count");
            RedisServer replica = cluster.addReplica(failing);
            int before = renewed.get();
            failing.stop();

            Eventually.holds("the link goes on", SOON, () -> {
                try {
                    return link.runAll(calls).stream().allMatch(reply -> reply.failure() == null);
                } catch (PawseException e) {
                    return false;
                }
            });
            assertThat(replica.command("GET", "pawse:{b1}:count")).isNotEqualTo("1");
            assertThat(renewed.get()).isGreaterThan(before);
        }
    }

    @Test
    void theRegistryGoesOnAfterAFailoverWithItsEntriesAndRisingFences() throws Exception {
        try (RedisSentinels sentinels = RedisSentinels.start();
                Store store = new Store(sentinels.primary())) {
            RedisRegistry registry = store.registry(sentinels.url());
            Entry entry = written(registry, SHOP);
            long fence = fence(registry);
            store.pass(store.timing.settled());
            assertThat(registry.isSettled()).isTrue();
            Eventually.holds("the replica has all", SOON, () -> copied(sentinels));

            sentinels.primary().stop();
            Eventually.holds("the registry goes on", SOON, () -> goesOn(registry));

            assertThat(registry.isSettled()).isFalse();
            assertThat(registry.entries()).containsExactly(entry);
            assertThat(fence(registry)).isGreaterThan(fence);
        }
    }

    @Test
    void theRegistryLosesNothingWhenAServerOfItsClusterFails() throws Exception {
        try (RedisCluster cluster = RedisCluster.start(3);
                Store store = new Store(cluster.servers().get(0))) {
            RedisServer failing = cluster.holder(store.keys().entries(RedisKeys.bucket(SHOP)));
            RedisServer replica = cluster.addReplica(failing);
            RedisRegistry registry = store.registry(cluster.url());
            RedisRegistry other = store.registry(cluster.url());
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                entries.add(written(registry, new AppId("heroku", "app-" + i)));
            }
            entries.add(written(registry, SHOP));
            long fence = fence(registry);
            assertThat(other.entries()).containsExactlyInAnyOrderElementsOf(entries);
            Eventually.holds(
                    "the replica has all",
                    SOON,
                    () -> Objects.equals(failing.command("DBSIZE"), replica.command("DBSIZE")));

            failing.stop();
            Eventually.holds("the registry goes on", SOON, () -> goesOn(registry) && goesOn(other));

            assertThat(registry.isSettled()).isFalse();
            assertThat(other.entries()).containsExactlyInAnyOrderElementsOf(entries);
            assertThat(fence(other)).isGreaterThan(fence);
        }
    }

    private static Entry written(RedisRegistry registry, AppId app) {
        Entry first = new Entry(app, 0, Stage.AWAKE, Formation.of(Map.of("web", 1)), Instant.EPOCH);
        return registry.compareAndSet(0, first, 0).orElseThrow();
    }

    /** That of a lease which is given back at once. */
    private static long fence(RedisRegistry registry) {
        try (Lease lease =
                registry.acquire(Registry.leaseOf(SHOP), Duration.ofSeconds(15)).orElseThrow()) {
            return lease.fence();
        }
    }

    private static boolean copied(RedisSentinels sentinels) {
        return Long.valueOf(1).equals(sentinels.primary().command("WAIT", "1", "1000"))
                && Objects.equals(
                        sentinels.primary().command("DBSIZE"),
                        sentinels.replica().command("DBSIZE"));
    }

    private static boolean goesOn(RedisRegistry registry) {
        try {
            registry.entries();
            fence(registry);
            return true;
        } catch (PawseException e) {
            return false;
        }
    }

    private static RedisLink.Call counted(String bucket) {
        return new RedisLink.Call(COUNT, List.of("pawse:" + bucket + ":count"), List.of());
    }

    private static boolean counts(RedisLink link) {
        try {
            return count(link) > 0;
        } catch (PawseException e) {
            return false;
        }
    }

    private static long count(RedisLink link) {
        return (Long) link.run(COUNT, List.of("pawse:count"), List.of()).get(0);
    }
}
