package dev.pawse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Lease;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.Settings;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.RedisCluster;
import dev.pawse.testkit.RedisSentinels;
import dev.pawse.testkit.RedisServer;
import dev.pawse.testkit.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What mostly waits: for servers to trust each other, and to give each other up. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
final class FailoverIT {
    private static final AppId SHOP = new AppId("heroku", "shop");
    private static final Duration SOON = Duration.ofSeconds(40);
    /** So much that a busy machine does not count as a Redis that is away, and so little that one that is counts soon. */
    private static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(30));

    private static final String PASSWORD = "a-long-password";

    @Test
    void whereSentinelsGiveTheNameToAnotherServerTheRegistryGoesOn() throws Exception {
        String watcher = "-@all " + documented(".*sentinels.*`(\\+.*)`.*");
        try (RedisSentinels sentinels = RedisSentinels.start(options -> options.user("watcher", PASSWORD, watcher));
                Store store = new Store(sentinels.primary());
                RedisLink link = link(Map.of(
                        "url", sentinels.url(), "sentinel-username", "watcher", "sentinel-password", PASSWORD))) {
            RedisRegistry registry = store.registry(link);
            List<AppId> heard = new CopyOnWriteArrayList<>();
            registry.onNews(heard::add);
            Entry entry = written(registry, SHOP);
            long fence = fence(registry);
            assertThat(registry.entries()).containsExactly(entry);
            store.pass(store.timing.settled());
            assertThat(registry.isSettled()).isTrue();
            Eventually.holds("the replica has all", SOON, () -> same(sentinels.primary(), sentinels.replica()));

            sentinels.primary().stop();
            Eventually.holds("the registry goes on", SOON, () -> goesOn(registry));

            assertThat(registry.isSettled()).isFalse();
            assertThat(registry.entries()).containsExactly(entry);
            assertThat(fence(registry)).isGreaterThan(fence);
            heard.clear();
            Eventually.holds("the news are heard again", SOON, () -> fence(registry) > 0 && heard.contains(SHOP));
            for (RedisServer sentinel : sentinels.sentinels()) {
                assertThat(sentinel.command("ACL", "LOG")).asString().isEqualTo("[]");
            }
        }
    }

    @Test
    void aClusterIsOneRegistryAlsoWhenItsKeysMoveAndItsServersFail() throws Exception {
        String rules = documented("user pawse on >a-long-password (.*)") + " " + documented(".*a cluster.*`(\\+.*)`.*");
        try (RedisCluster cluster = RedisCluster.start(3, options -> options.user("pawse", PASSWORD, rules));
                Store store = new Store(cluster.servers().get(0));
                RedisLink link = link(user(cluster.url()));
                RedisLink otherLink = link(user(cluster.url()))) {
            String key = store.keys().entries(RedisKeys.bucket(SHOP));
            RedisServer old = cluster.holder(key);
            RedisServer failing = cluster.servers().get(old == cluster.servers().get(0) ? 1 : 0);
            RedisServer replica = cluster.addReplica(failing);
            for (RedisServer server : cluster.servers()) {
                server.command("ACL", "SETUSER", "pawse", "~" + store.prefix + ":*", "&" + store.prefix + ":news");
            }
            RedisRegistry registry = store.registry(link);
            RedisRegistry other = store.registry(otherLink);
            List<AppId> heard = new CopyOnWriteArrayList<>();
            other.onNews(heard::add);
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                entries.add(written(registry, new AppId("heroku", "app-" + i)));
            }
            entries.add(written(registry, SHOP));
            long fence = fence(registry);
            assertThat(other.entries()).containsExactlyInAnyOrderElementsOf(entries);

            cluster.move(key, failing);
            assertThat(other.entry(SHOP)).contains(entries.get(40));
            long afterTheMove = fence(registry);
            assertThat(afterTheMove).isGreaterThan(fence);
            Eventually.holds("the replica has all", SOON, () -> same(failing, replica));

            failing.stop();
            Eventually.holds("the registries go on", SOON, () -> goesOn(registry) && goesOn(other));

            assertThat(registry.isSettled()).isFalse();
            assertThat(other.entries()).containsExactlyInAnyOrderElementsOf(entries);
            assertThat(fence(other)).isGreaterThan(afterTheMove);
            heard.clear();
            Eventually.holds("the news are heard", SOON, () -> fence(registry) > 0 && heard.contains(SHOP));
            assertThat(replica.command("ACL", "LOG")).asString().isEqualTo("[]");
        }
    }

    @Test
    void aClusterMayBeSpokenToWithTls(@TempDir Path folder) {
        ServerCertificate certificate = ServerCertificate.make(folder, "ip:127.0.0.1");
        String authority = certificate.certificate().toString();
        try (RedisCluster cluster = RedisCluster.start(3, options -> options.tls(certificate))) {
            String url =
                    "rediss-cluster://127.0.0.1:" + cluster.servers().get(0).tlsPort();
            try (RedisLink link = link(Map.of("url", url, "ca-file", authority))) {
                assertThatItKeepsApps(link);
            }
        }
    }

    @Test
    void sentinelsAndWhatTheyWatchMayBeSpokenToWithTls(@TempDir Path folder) {
        ServerCertificate certificate = ServerCertificate.make(folder, "ip:127.0.0.1");
        String authority = certificate.certificate().toString();
        try (RedisSentinels sentinels = RedisSentinels.start(certificate);
                RedisLink link = link(Map.of("url", sentinels.url(), "ca-file", authority))) {
            assertThat(sentinels.url()).startsWith("rediss-sentinel://");
            assertThatItKeepsApps(link);
        }
    }

    private static void assertThatItKeepsApps(RedisLink link) {
        var registry = new RedisRegistry(link, new RedisKeys("pawse"), Timing.NORMAL, System::nanoTime);
        Eventually.holds("every server is reached", SOON, () -> goesOn(registry));
        for (int i = 0; i < 10; i++) {
            written(registry, new AppId("heroku", "app-" + i));
        }
        assertThat(registry.entries()).hasSize(10);
    }

    private static Map<String, String> user(String url) {
        return Map.of("url", url, "username", "pawse", "password", PASSWORD);
    }

    private static String documented(String line) throws IOException {
        Matcher found =
                Pattern.compile("^" + line + "$", Pattern.MULTILINE).matcher(Files.readString(Path.of("README.md")));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static RedisLink link(Map<String, String> settings) {
        return new RedisLink("registry", RedisSettings.of(Settings.of(settings)).dialer(PATIENCE), "pawse:mark");
    }

    private static Entry written(RedisRegistry registry, AppId app) {
        Entry first = new Entry(app, 0, Stage.AWAKE, Formation.of(Map.of("web", 1)), Instant.EPOCH);
        return registry.compareAndSet(0, first, 0).orElseThrow();
    }

    /** That of a lease which is given back at once, which is news. */
    private static long fence(RedisRegistry registry) {
        try (Lease lease =
                registry.acquire(Registry.leaseOf(SHOP), Duration.ofSeconds(15)).orElseThrow()) {
            return lease.fence();
        }
    }

    private static boolean same(RedisServer primary, RedisServer replica) {
        return Objects.equals(primary.command("WAIT", "1", "1000"), 1L)
                && Objects.equals(primary.command("DBSIZE"), replica.command("DBSIZE"));
    }

    private static boolean goesOn(RedisRegistry registry) {
        try {
            registry.entries();
            return fence(registry) > 0;
        } catch (PawseException e) {
            return false;
        }
    }
}
