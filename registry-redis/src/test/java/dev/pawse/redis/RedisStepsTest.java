package dev.pawse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.Registry.Usage;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the registry's steps do in Redis, and what they cost there. */
@Timeout(120)
final class RedisStepsTest {
    private static final AppId SHOP = new AppId("heroku", "shop");
    private static final int MANY = 2000;
    private static final RedisServer SERVER = RedisServer.start();
    private static final RedisLink LINK = Store.link(SERVER.url());
    private static final RedisLink OTHER_LINK = Store.link(SERVER.url());

    private final Store store = new Store(SERVER);
    private final RedisKeys keys = store.keys();
    private final RedisRegistry registry = store.registry(LINK);
    private final RedisRegistry other = store.registry(OTHER_LINK);

    @AfterAll
    static void stop() {
        LINK.close();
        OTHER_LINK.close();
        SERVER.close();
    }

    @Test
    void aWriteThatIsSentTwiceIsWrittenOnce() {
        List<Object> first = set("ab01", 0);
        List<Object> again = set("ab01", 0);
        List<Object> another = set("ab02", 0);

        assertThat(first).containsExactly(1L);
        assertThat(again).as("its answer was lost").containsExactly(1L);
        assertThat(another).as("somebody else's").containsExactly(0L);
        assertThat(registry.entry(SHOP)).map(Entry::epoch).contains(1L);
    }

    @Test
    void aLeaseThatIsAskedForTwiceIsTheSameLease() {
        List<String> names = List.of(keys.lease("sweep"), keys.fences("sweep"));
        Script acquire = Script.named("acquire");
        List<Object> first = LINK.run(acquire, names, List.of("ab01", "15000", "sweep", "0"));

        assertThat(LINK.run(acquire, names, List.of("ab01", "15000", "sweep", "0")))
                .isEqualTo(first);
        assertThat(LINK.run(acquire, names, List.of("ab02", "15000", "sweep", "0"))
                        .get(0))
                .isEqualTo("");
    }

    @Test
    void whatOthersChangedIsSeenAtTheNextLook() {
        write(registry, SHOP, 0, Stage.AWAKE);
        assertThat(other.entries()).extracting(Entry::epoch).containsExactly(1L);

        write(registry, SHOP, 1, Stage.RESTING);
        assertThat(other.entries()).extracting(Entry::epoch).containsExactly(2L);
        registry.publish(Map.of(SHOP, new Usage(2, Duration.ZERO)));
        assertThat(other.usage()).containsOnly(Map.entry(SHOP, new Usage(2, Duration.ZERO)));

        registry.remove(SHOP, 2);
        assertThat(other.entries()).isEmpty();
        assertThat(other.usage()).isEmpty();
    }

    @Test
    void whoMissedTooManyForgottenAppsReadsEverythingAnew() {
        write(registry, SHOP, 0, Stage.AWAKE);
        AppId neighbour = neighbour();
        write(registry, neighbour, 0, Stage.AWAKE);
        assertThat(other.entries()).hasSize(2);

        for (AppId app : List.of(SHOP, neighbour)) {
            LINK.run(
                    Script.named("remove"),
                    keys.remove(RedisKeys.bucket(app)),
                    List.of(app.toString(), "1", Registry.APP_LEASE, "1"));
        }

        assertThat(other.entries()).isEmpty();
    }

    @Test
    void manyChangesAreReadAsTheyAre() {
        assertThat(other.entries()).isEmpty();
        List<AppId> apps = neighbours(1_100);
        Map<AppId, Usage> used = new HashMap<>();
        for (int i = 0; i < apps.size(); i++) {
            if (i % 3 != 0) {
                write(registry, apps.get(i), 0, i % 2 == 0 ? Stage.AWAKE : Stage.ASLEEP);
            }
            if (i % 5 != 0) {
                used.put(apps.get(i), new Usage(0, Duration.ofMinutes(i)));
            }
        }
        registry.publish(used);
        RedisRegistry whole = store.registry(LINK);

        assertThat(other.entries()).hasSizeGreaterThan(700).containsExactlyInAnyOrderElementsOf(whole.entries());
        Map<AppId, Usage> told = other.usage();
        assertThat(told.keySet()).isEqualTo(used.keySet());
        used.forEach((app, usage) -> assertThat(told)
                .hasEntrySatisfying(
                        app,
                        seen -> assertThat(seen.idle().minus(usage.idle()))
                                .isBetween(Duration.ZERO, Duration.ofMinutes(1))));
    }

    @Test
    void whatIsAskedCostsWhatChanged() {
        Map<AppId, Usage> all = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            all.put(new AppId("heroku", "app-" + i), new Usage(0, Duration.ofMinutes(i)));
        }
        registry.publish(all);
        assertThat(other.usage()).hasSize(MANY);
        other.entries();

        long commands = commands();
        long bytes = bytes();
        assertThat(other.usage()).hasSize(MANY);

        assertThat(commands() - commands).isLessThanOrEqualTo(RedisKeys.BUCKETS);
        // All 64 answers, one of them with everything of its bucket; the whole would be above 60,000.
        assertThat(bytes() - bytes).isLessThan(12_000);
    }

    @Test
    void aProcessThatDoesNothingSaysNextToNothing() {
        // A clock that goes on by itself would make the apps used later than at the time before.
        AtomicLong nanos = new AtomicLong();
        RedisRegistry registry = new RedisRegistry(LINK, keys, Timing.NORMAL, nanos::get);
        Map<AppId, Usage> all = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            all.put(new AppId("heroku", "app-" + i), new Usage(0, Duration.ofMinutes(5)));
        }
        registry.publish(all);

        long commands = commands();
        for (int second = 1; second <= 5; second++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            Duration idle = Duration.ofMinutes(5).plusSeconds(second);
            all.replaceAll((app, use) -> new Usage(0, idle));
            registry.publish(all);
        }

        assertThat(commands() - commands).isLessThanOrEqualTo(5);
    }

    @Test
    void muchIsSaidInParts() {
        List<AppId> apps = neighbours(700);
        registry.publish(Map.of(SHOP, new Usage(0, Duration.ZERO)));
        for (AppId used : List.of(apps.get(0), apps.get(300), apps.get(699))) {
            Map<AppId, Usage> all = new HashMap<>();
            apps.forEach(app -> all.put(app, new Usage(app.equals(used) ? 5 : 0, Duration.ZERO)));
            RedisRegistry next = store.registry(LINK);

            long commands = commands();
            next.publish(all);

            assertThat(commands() - commands).isBetween(3L, 4L);
            assertThat(registry.usage(used)).contains(new Usage(5, Duration.ZERO));
        }
    }

    @Test
    void whatThePredecessorSaidIsNotSaidAgain() {
        Map<AppId, Usage> all = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            all.put(new AppId("heroku", "app-" + i), new Usage(0, Duration.ofMinutes(5)));
        }
        registry.publish(all);
        // Between reading and saying no time passes, or half a second of it would be use.
        RedisRegistry successor = new RedisRegistry(OTHER_LINK, keys, Timing.NORMAL, () -> 0);

        Map<AppId, Usage> restored = successor.usage();
        long commands = commands();
        successor.publish(restored);

        assertThat(commands() - commands).isLessThanOrEqualTo(1);
    }

    @Test
    void theRequestsOfAProcessThatDiedAreGoneAfterItsTimeAndTheAppIsIdleSinceItsLastWord() {
        // Minutes, as the server's own time goes on meanwhile.
        Duration alive = Duration.ofMinutes(15);
        Store store = new Store(SERVER, new Timing(alive, Duration.ofMinutes(5), alive));
        RedisKeys keys = store.keys();
        RedisRegistry registry = store.registry(LINK);
        store.registry(OTHER_LINK).publish(Map.of(SHOP, new Usage(5, Duration.ZERO)));
        registry.publish(Map.of(SHOP, new Usage(0, Duration.ofHours(1))));

        store.pass(Duration.ofMinutes(14));
        Usage before = registry.usage(SHOP).orElseThrow();
        store.pass(Duration.ofMinutes(2));
        Usage after = registry.usage(SHOP).orElseThrow();

        assertThat(before).isEqualTo(new Usage(5, Duration.ZERO));
        assertThat(after.inFlight()).isZero();
        assertThat(after.idle()).isBetween(Duration.ofMinutes(16), Duration.ofMinutes(18));
        assertThat(registry.usage())
                .hasEntrySatisfying(SHOP, use -> assertThat(use.inFlight()).isZero());
        assertThat((List<?>) SERVER.command(
                        "HGETALL", keys.look(RedisKeys.bucket(SHOP)).get(4)))
                .as("nothing of it is left")
                .isEmpty();
    }

    @Test
    void aProcessThatWasPausedSaysAllOfItAgain() {
        other.publish(Map.of(SHOP, new Usage(5, Duration.ZERO)));
        store.pass(Duration.ofMinutes(1));
        registry.usage();

        other.publish(Map.of(SHOP, new Usage(5, Duration.ZERO)));

        assertThat(registry.usage(SHOP)).contains(new Usage(5, Duration.ZERO));
    }

    @Test
    void whatIsInUseIsSaidAgainEveryFewSeconds() {
        registry.publish(Map.of(SHOP, new Usage(1, Duration.ZERO)));
        SERVER.command("DEL", keys.look(RedisKeys.bucket(SHOP)).get(4));

        store.pass(Duration.ofSeconds(5));
        registry.publish(Map.of(SHOP, new Usage(1, Duration.ZERO)));

        assertThat(registry.usage(SHOP)).contains(new Usage(1, Duration.ZERO));
    }

    @Test
    void aDamagedBucketHurtsItsOwnAppsAlone() {
        AppId elsewhere = new AppId("heroku", "elsewhere");
        write(registry, elsewhere, 0, Stage.AWAKE);
        SERVER.command("SET", keys.look(RedisKeys.bucket(SHOP)).get(3), "a text");

        registry.publish(Map.of(SHOP, new Usage(1, Duration.ZERO), elsewhere, new Usage(2, Duration.ZERO)));

        assertThat(registry.usage()).containsOnly(Map.entry(elsewhere, new Usage(2, Duration.ZERO)));
        assertThat(registry.entries()).extracting(Entry::app).containsExactly(elsewhere);
        assertThat(registry.trouble()).isEmpty();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> registry.usage(SHOP))
                .hasMessageContaining("WRONGTYPE");
    }

    @Test
    void aWriterIsHeardByAllAndByName() {
        List<AppId> heard = new CopyOnWriteArrayList<>();
        other.onNews(heard::add);
        AppId odd = new AppId("my other account", "team/stock:ünï");
        List<Long> epochs = new ArrayList<>(List.of(0L));

        Eventually.holds("news of " + odd, Duration.ofSeconds(30), () -> {
            write(registry, odd, epochs.get(0), Stage.AWAKE);
            epochs.set(0, epochs.get(0) + 1);
            return heard.contains(odd);
        });
    }

    @Test
    void everyKeyIsBelowThePrefix() {
        write(registry, SHOP, 0, Stage.AWAKE);
        registry.acquire("sweep", Duration.ofSeconds(15));
        registry.publish(Map.of(SHOP, new Usage(1, Duration.ZERO)));

        assertThat((List<?>) SERVER.command("KEYS", "*"))
                .allSatisfy(key -> assertThat(String.valueOf(key)).startsWith("test-"));
    }

    private static AppId neighbour() {
        return neighbours(1).get(0);
    }

    /** Apps of the same bucket. */
    private static List<AppId> neighbours(int count) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> new AppId("heroku", "app-" + i))
                .filter(app -> RedisKeys.bucket(app) == RedisKeys.bucket(SHOP))
                .limit(count)
                .toList();
    }

    private List<Object> set(String call, long epoch) {
        Entry entry = new Entry(SHOP, epoch + 1, Stage.AWAKE, Formation.empty(), Instant.EPOCH);
        return LINK.run(
                Script.named("set"),
                keys.set(RedisKeys.bucket(SHOP)),
                List.of(
                        SHOP.toString(),
                        String.valueOf(epoch),
                        call,
                        EntryCodec.encode(entry, call),
                        Registry.leaseOf(SHOP),
                        "0",
                        keys.news()));
    }

    private static void write(RedisRegistry to, AppId app, long epoch, Stage stage) {
        assertThat(to.compareAndSet(epoch, new Entry(app, 0, stage, Formation.of(Map.of("web", 1)), Instant.EPOCH)))
                .isPresent();
    }

    /** How many scripts the server has run. */
    private static long commands() {
        return String.valueOf(SERVER.command("INFO", "commandstats"))
                .lines()
                .filter(line -> line.startsWith("cmdstat_evalsha:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
                .sum();
    }

    /** How many bytes the server has sent. */
    private static long bytes() {
        return String.valueOf(SERVER.command("INFO", "stats"))
                .lines()
                .filter(line -> line.startsWith("total_net_output_bytes:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
