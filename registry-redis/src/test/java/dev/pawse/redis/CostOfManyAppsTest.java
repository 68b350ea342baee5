package dev.pawse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.Registry.Usage;
import dev.pawse.testkit.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a Redis sees each second of fifty proxies: each tells its use of all apps, of which one in a hundred is used in that second and
 * two in a day are started or stopped, and sweeps once a minute. Counted by the server itself.
 *
 * <p>For other numbers of apps: {@code -Dpawse.cost.apps=1000,10000,100000 -Dpawse.cost.seconds=20}.
 */
@Timeout(600)
final class CostOfManyAppsTest {
    private static final String APPS = System.getProperty("pawse.cost.apps", "500,5000");
    private static final int SECONDS = Integer.getInteger("pawse.cost.seconds", 4);
    private static final int PROXIES = 50;
    private static final int SWEEP_EVERY = 60;
    private static final int LINKS = 5;
    private static final RedisServer SERVER = RedisServer.start();

    private final List<RedisLink> links = new ArrayList<>();
    private final Random random = new Random(1);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void whatAnAppCostsDoesNotGrowWithTheirNumber() {
        List<Cost> costs = new ArrayList<>();
        for (String count : APPS.split(",", -1)) {
            costs.add(measure(Integer.parseInt(count)));
            System.out.println(costs.get(costs.size() - 1));
        }

        Cost fewest = costs.get(0);
        assertThat(costs).allSatisfy(cost -> {
            assertThat(cost.commandsPerApp()).isLessThanOrEqualTo(fewest.commandsPerApp());
            assertThat(cost.bytesPerApp()).isLessThanOrEqualTo(fewest.bytesPerApp());
        });
    }

    private Cost measure(int apps) {
        SERVER.command("FLUSHALL");
        Store store = new Store(SERVER);
        List<AppId> ids = new ArrayList<>();
        for (int i = 0; i < apps; i++) {
            ids.add(new AppId("heroku", "app-" + i));
        }
        for (int i = 0; i < LINKS; i++) {
            links.add(Store.link(SERVER.url()));
        }
        try {
            List<Proxy> proxies = new ArrayList<>();
            long begunNanos = System.nanoTime();
            for (int i = 0; i < PROXIES; i++) {
                proxies.add(new Proxy(store.registry(links.get(i % LINKS)), ids, begunNanos));
            }
            proxies.get(0).fill();
            proxies.forEach(Proxy::begin);
            // What they said at their beginning everybody has read before it is counted.
            proxies.forEach(Proxy::sweep);
            return rounds(apps, proxies, ids);
        } finally {
            links.forEach(RedisLink::close);
            links.clear();
        }
    }

    private Cost rounds(int apps, List<Proxy> proxies, List<AppId> ids) {
        Map<String, Long> before = stats();
        long begun = System.nanoTime();
        double transitions = 0;
        int sweeps = 0;
        for (int second = 1; second <= SECONDS; second++) {
            for (int i = 0; i < Math.max(1, apps / 100); i++) {
                Proxy proxy = proxies.get(random.nextInt(PROXIES));
                proxy.use(ids.get(random.nextInt(apps)));
            }
            proxies.forEach(Proxy::tell);
            for (transitions += 2.0 * apps / 86_400; transitions >= 1; transitions--) {
                proxies.get(random.nextInt(PROXIES)).write(ids.get(random.nextInt(apps)));
            }
            for (; sweeps < (long) second * PROXIES / SWEEP_EVERY; sweeps++) {
                proxies.get(sweeps % PROXIES).sweep();
            }
            while (System.nanoTime() - begun < second * 1_000_000_000L) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<String, Long> after = stats();
        return new Cost(
                apps,
                per(seconds, before, after, "total_commands_processed"),
                per(seconds, before, after, "total_net_input_bytes"),
                per(seconds, before, after, "total_net_output_bytes"),
                after.getOrDefault("used_memory", 0L) / (double) apps);
    }

    private static double per(double seconds, Map<String, Long> before, Map<String, Long> after, String what) {
        return (after.getOrDefault(what, 0L) - before.getOrDefault(what, 0L)) / seconds;
    }

    private static Map<String, Long> stats() {
        Map<String, Long> stats = new HashMap<>();
        String all = SERVER.command("INFO", "stats") + "\n" + SERVER.command("INFO", "memory");
        all.lines().forEach(line -> {
            String[] pair = line.split(":", 2);
            if (pair.length == 2 && pair[1].matches("[0-9]+")) {
                stats.put(pair[0], Long.valueOf(pair[1]));
            }
        });
        return stats;
    }

    /**
     * What the server sees.
     *
     * @param commands a second, those inside of scripts included
     * @param received bytes a second
     * @param sent bytes a second
     * @param memory bytes for each app
     */
    private record Cost(int apps, double commands, double received, double sent, double memory) {
        double commandsPerApp() {
            return commands / apps;
        }

        double bytesPerApp() {
            return (received + sent) / apps;
        }

        @Override
        public String toString() {
            return String.format(
                    "| %,d apps | %,.0f commands/s | %,.0f kB/s in | %,.0f kB/s out | %.3f commands and %.1f bytes for an app and"
                            + " second | %.0f bytes of memory for an app |",
                    apps, commands, received / 1000, sent / 1000, commandsPerApp(), bytesPerApp(), memory);
        }
    }

    /** One proxy that knows every app. */
    private static final class Proxy {
        private final RedisRegistry registry;
        private final Map<AppId, Usage> uses = new HashMap<>();
        private final Map<AppId, Long> usedNanos = new HashMap<>();

        private Proxy(RedisRegistry registry, List<AppId> apps, long begunNanos) {
            this.registry = registry;
            apps.forEach(app -> usedNanos.put(app, begunNanos));
        }

        private void fill() {
            for (AppId app : usedNanos.keySet()) {
                registry.compareAndSet(
                        0, new Entry(app, 0, Stage.AWAKE, Formation.of(Map.of("web", 2, "worker", 1)), Instant.EPOCH));
            }
            tell();
        }

        private void begin() {
            registry.entries();
            registry.usage();
            tell();
        }

        private void use(AppId app) {
            usedNanos.put(app, System.nanoTime());
        }

        private void tell() {
            long now = System.nanoTime();
            usedNanos.forEach((app, used) -> uses.put(app, new Usage(0, Duration.ofNanos(now - used))));
            registry.publish(uses);
        }

        private void write(AppId app) {
            registry.entry(app)
                    .ifPresent(entry -> registry.compareAndSet(
                            entry.epoch(), new Entry(app, 0, Stage.ASLEEP, entry.formation(), Instant.EPOCH)));
        }

        private void sweep() {
            registry.entries();
            registry.usage();
        }
    }
}
