package dev.pawse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class KindsOfRedisTest {
    private static final Script COUNT = Script.of("return {redis.call('INCR', KEYS[1])}");
    private static final Script SAY = Script.of("redis.call('PUBLISH', ARGV[1], ARGV[2]) return {}");
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void tlsIsSpokenWithWhomTheGivenAuthorityVouchesForAndWithNobodyElse() {
        ServerCertificate certificate = ServerCertificate.make(folder, "dns:localhost");
        String authority = certificate.certificate().toString();
        try (RedisServer server = RedisServer.with().tls(certificate).start()) {
            try (RedisLink link = link(Map.of("url", "rediss://localhost:" + server.tlsPort(), "ca-file", authority))) {
                assertThat(count(link)).isEqualTo(1);
            }
            // The name in the address is not the one in the certificate.
            try (RedisLink link = link(Map.of("url", "rediss://127.0.0.1:" + server.tlsPort(), "ca-file", authority))) {
                assertThatThrownBy(() -> count(link))
                        .isInstanceOf(PawseException.class)
                        .hasMessageContaining("127.0.0.1");
            }
            try (RedisLink link = link(Map.of("url", "rediss://localhost:" + server.tlsPort()))) {
                assertThatThrownBy(() -> count(link))
                        .isInstanceOf(PawseException.class)
                        .hasMessageContaining("certification path");
            }
            assertThat(server.command("GET", "pawse:count")).isEqualTo("1");
        }
    }

    @Test
    void theUserAndThePasswordMayComeFromFiles() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "se/cr@t\n");
        try (RedisServer server = RedisServer.with()
                .password("of the administrator")
                .user("pawse", "se/cr@t", "~pawse:* &pawse:* +@all")
                .start()) {
            Path url = Files.writeString(folder.resolve("url"), "redis://pawse:se%2Fcr%40t@127.0.0.1:" + server.port());
            try (RedisLink link =
                    link(Map.of("url", server.url(), "username", "pawse", "password-file", password.toString()))) {
                assertThat(count(link)).isEqualTo(1);
            }
            try (RedisLink link = link(Map.of("url-file", url.toString()))) {
                assertThat(count(link)).isEqualTo(2);
            }
            try (RedisLink link = link(Map.of("url", "redis://:wrong-one@127.0.0.1:" + server.port()))) {
                assertThatThrownBy(() -> count(link))
                        .isInstanceOf(PawseException.class)
                        .hasMessageContaining("WRONGPASS")
                        .message()
                        .doesNotContain("wrong-one");
            }
        }
    }

    @Test
    void anotherServerTakesOverWhereSentinelsSaySo() {
        try (RedisSentinels sentinels = RedisSentinels.start();
                RedisLink link = link(Map.of("url", sentinels.url()))) {
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
                RedisLink link = link(Map.of("url", cluster.url()))) {
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

    private static RedisLink.Call counted(String bucket) {
        return new RedisLink.Call(COUNT, List.of("pawse:" + bucket + ":count"), List.of());
    }

    private static RedisLink link(Map<String, String> settings) {
        return new RedisLink("registry", RedisSettings.of(Settings.of(settings)).dialer(), "pawse:mark");
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
