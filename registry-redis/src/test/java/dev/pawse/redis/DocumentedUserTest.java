package dev.pawse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Event;
import dev.pawse.spi.EventStore;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Lease;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.Registry.Usage;
import dev.pawse.spi.Settings;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The user whose rules the README has may do all that a registry and an event store do, and nothing more is granted. */
@Timeout(120)
final class DocumentedUserTest {
    private static final AppId SHOP = new AppId("heroku", "shop");
    private static final Pattern USER = Pattern.compile("^user pawse on >a-long-password (.*)$", Pattern.MULTILINE);
    private static final Pattern GRANT = Pattern.compile("\\+([a-z|]+)");

    @Test
    void theRulesOfTheReadmeAreEnoughAndNotTooMuch() throws IOException {
        Matcher line = USER.matcher(Files.readString(Path.of("README.md")));
        assertThat(line.find()).isTrue();
        String rules = line.group(1);

        try (RedisServer server =
                RedisServer.with().user("pawse", "a-long-password", rules).start()) {
            Settings settings =
                    Settings.of(Map.of("url", server.url(), "username", "pawse", "password", "a-long-password"));
            try (Registry registry = new RedisRegistryFactory().create(settings, Clock.systemUTC());
                    EventStore events = new RedisEventStoreFactory().create(settings, Clock.systemUTC())) {
                useAll(registry);
                useAll(events, server);
            }

            assertThat(String.valueOf(server.command("ACL", "LOG"))).isEqualTo("[]");
            assertThat(used(server)).containsAll(granted(rules));
        }
    }

    private static void useAll(Registry registry) {
        Queue<AppId> news = new ConcurrentLinkedQueue<>();
        registry.onNews(news::add);
        for (int i = 0; i < 2; i++) {
            Lease lease = registry.acquire(Registry.leaseOf(SHOP), Duration.ofSeconds(15))
                    .orElseThrow();
            assertThat(lease.renew()).isTrue();
            assertThat(registry.compareAndSet(
                            0, new Entry(SHOP, 0, Stage.AWAKE, Formation.empty(), Instant.EPOCH), lease.fence()))
                    .isPresent();
            registry.publish(Map.of(SHOP, new Usage(1, Duration.ZERO)));
            assertThat(registry.entry(SHOP)).isPresent();
            assertThat(registry.entries()).hasSize(1);
            assertThat(registry.usage()).containsKey(SHOP);
            assertThat(registry.usage(SHOP)).isPresent();
            registry.publish(Map.of(SHOP, new Usage(0, Duration.ZERO)));
            assertThat(registry.remove(SHOP, 1)).isTrue();
            lease.close();
        }
        Eventually.holds("news of the shop", Duration.ofSeconds(30), () -> {
            registry.acquire(Registry.leaseOf(SHOP), Duration.ofSeconds(15)).ifPresent(Lease::close);
            return news.contains(SHOP);
        });
        Eventually.holds(
                "a sign of life",
                Duration.ofSeconds(30),
                () -> registry.trouble().isEmpty());
    }

    private static void useAll(EventStore events, RedisServer server) {
        events.append(new Event.Discovered(Instant.EPOCH, SHOP, AppState.RUNNING));
        Eventually.holds(
                "the event in the stream",
                Duration.ofSeconds(30),
                () -> Long.valueOf(1).equals(server.command("XLEN", "pawse:events")));
        assertThat(events.recent(10)).hasSize(1);
    }

    private static Set<String> granted(String rules) {
        Set<String> granted = new HashSet<>();
        Matcher grants = GRANT.matcher(rules);
        while (grants.find()) {
            granted.add(grants.group(1));
        }
        return granted;
    }

    private static Set<String> used(RedisServer server) {
        Set<String> used = new HashSet<>();
        Arrays.stream(String.valueOf(server.command("INFO", "commandstats")).split("\\R", -1))
                .filter(stat -> stat.startsWith("cmdstat_"))
                .forEach(stat -> used.add(stat.substring("cmdstat_".length(), stat.indexOf(':'))));
        return used;
    }
}
