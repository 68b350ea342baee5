package dev.pawse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Lease;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.Registry.Usage;
import dev.pawse.spi.Settings;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FaultRelay;
import dev.pawse.testkit.RedisServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a registry does while its Redis is away, slow or refuses to write, and afterwards. */
@Timeout(120)
final class RedisFaultsTest {
    private static final AppId SHOP = new AppId("heroku", "shop");
    private static final RedisServer SERVER = RedisServer.start();
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Store store = new Store(SERVER);
    private final FaultRelay relay = FaultRelay.to(SERVER.port());
    private final RedisRegistry registry = store.registry(relayed());

    @AfterEach
    void close() throws Exception {
        store.close();
        relay.close();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void makingARegistryMakesNoNetworkCall() {
        int before = relay.connections();

        try (var made = new RedisRegistryFactory()
                .create(Settings.of(Map.of("url", "redis://127.0.0.1:" + relay.port())), Clock.systemUTC())) {
            assertThat(made.trouble()).isEmpty();
            assertThat(relay.connections()).isEqualTo(before);
        }
    }

    @Test
    void aRedisThatFallsSilentKeepsNobodyWaitingForLong() {
        RedisRegistry impatient = store.registry(relayed(), Patience.NORMAL);
        Eventually.holds(
                "it can be asked",
                SOON,
                () -> answers(() -> impatient.entry(SHOP).isEmpty()));

        relay.stall();
        for (int i = 0; i < 3; i++) {
            failure(impatient);
        }

        assertThat(impatient.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble)
                        .isEqualTo("the registry at 127.0.0.1:" + relay.port() + " did not answer in 500 ms"));
        assertThat(timeOf(() -> IntStream.range(0, 100).forEach(call -> failure(impatient))))
                .as("a hundred calls, each of which would wait for half a second")
                .isLessThan(Duration.ofSeconds(25));
        assertThat(impatient.isSettled()).isFalse();

        relay.heal();
        Eventually.holds(
                "the registry answers again",
                SOON,
                () -> answers(() -> impatient.entry(SHOP).isEmpty()));
        assertThat(impatient.trouble()).isEmpty();
    }

    @Test
    void aLeaseOfAStoreThatFellSilentIsGivenUpAfterTwoThirdsOfItsTime() {
        RedisRegistry impatient = store.registry(relayed(), Patience.NORMAL);
        List<Lease> leases = new ArrayList<>();
        Eventually.holds(
                "a lease",
                SOON,
                () -> answers(() -> impatient
                        .acquire(Ids.random(), Duration.ofMillis(300))
                        .map(leases::add)
                        .isPresent()));
        Lease lease = leases.get(0);

        relay.stall();

        assertThatThrownBy(lease::renew).isInstanceOf(PawseException.class);
        assertThat(lease.held()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"READONLY, replicaof, 127.0.0.1 1, no one", "OOM, config, set maxmemory 1, set maxmemory 0"})
    void aRedisThatRefusesToWriteIsOneThatIsAway(String word, String command, String ill, String well) {
        write(0);

        SERVER.command((command + " " + ill).split(" ", -1));
        try {
            for (int i = 0; i < 3; i++) {
                assertThat(failure(registry).message()).contains(word);
            }
            assertThat(registry.trouble())
                    .hasValueSatisfying(trouble -> assertThat(trouble)
                            .startsWith("the registry at 127.0.0.1:" + relay.port() + " answers: ")
                            .contains(word));
        } finally {
            SERVER.command((command + " " + well).split(" ", -1));
        }

        Eventually.holds(
                "the registry answers again", SOON, () -> registry.trouble().isEmpty());
        assertThat(write(1)).isPresent();
    }

    @Test
    void aConnectionThatIsCutComesBackAndIsNotTrustedForAWhile() {
        write(0);
        settle();

        relay.cut();

        Eventually.holds(
                "the entry can be read",
                SOON,
                () -> answers(() -> registry.entry(SHOP).isPresent()));
        assertThat(registry.isSettled()).isFalse();
        settle();
    }

    @Test
    void aRedisThatCannotBeReachedIsNamedWithTheReason() {
        relay.refuse();

        assertThat(failure(registry).message())
                .startsWith("the registry at 127.0.0.1:" + relay.port() + " cannot be reached: ")
                .containsIgnoringCase("reached: connection refused");
        assertThat(registry.trouble()).isPresent();

        relay.heal();
        Eventually.holds(
                "the registry answers again", SOON, () -> registry.trouble().isEmpty());
    }

    @Test
    void aSlowRedisIsWaitedFor() {
        RedisRegistry impatient = store.registry(relayed(), Patience.NORMAL);
        write(0);

        relay.latency(Duration.ofMillis(150));

        Eventually.holds(
                "a read in time",
                SOON,
                () -> answers(() -> impatient.entry(SHOP).isPresent()));
        Eventually.holds(
                "a lease in time",
                SOON,
                () -> answers(() ->
                        impatient.acquire(Ids.random(), Duration.ofSeconds(15)).isPresent()));
        assertThat(impatient.trouble()).isEmpty();
    }

    @Test
    void aWrongPasswordIsSaidAndNotShown() {
        try (RedisServer guarded = RedisServer.with().password("right-one").start();
                RedisLink link = Store.link("redis://:wrong-one@127.0.0.1:" + guarded.port())) {
            RedisRegistry refused = store.registry(link);

            PawseException failure = catchThrowableOfType(PawseException.class, () -> refused.entry(SHOP));

            assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(failure.message()).contains("WRONGPASS").doesNotContain("wrong-one");
            assertThat(refused.trouble()).contains(failure.message());
        }
    }

    @Test
    void whatIsBeingUsedIsSaidAgainAfterTheRegistryLostEverything() {
        Lease before =
                registry.acquire("app:heroku/shop", Duration.ofSeconds(15)).orElseThrow();
        write(0);
        settle();
        registry.publish(Map.of(SHOP, new Usage(3, Duration.ZERO)));

        SERVER.command("FLUSHALL");
        Optional<Usage> use = registry.usage(SHOP);
        boolean settled = registry.isSettled();
        registry.publish(Map.of(SHOP, new Usage(3, Duration.ZERO)));

        assertThat(use).as("nothing is known of it any more").isEmpty();
        assertThat(settled).as("and so it is not relied on").isFalse();
        assertThat(registry.usage(SHOP)).contains(new Usage(3, Duration.ZERO));
        assertThat(registry.entries()).isEmpty();
        assertThat(write(0)).as("written anew").isPresent();
        assertThat(registry.acquire("app:heroku/shop", Duration.ofSeconds(15))
                        .orElseThrow()
                        .fence())
                .isGreaterThan(before.fence());
    }

    @Test
    void whatWasLostCountsAsUsedWhenItWasLost() {
        registry.publish(Map.of(SHOP, new Usage(0, Duration.ofHours(3))));
        settle();

        SERVER.command("FLUSHALL");
        registry.usage(SHOP);
        registry.publish(Map.of(SHOP, new Usage(0, Duration.ofHours(3))));

        assertThat(registry.usage(SHOP).orElseThrow().idle())
                .as("somebody who is gone may have used it")
                .isLessThan(Duration.ofMinutes(1));
        store.pass(Duration.ofMinutes(10));
        registry.publish(Map.of(SHOP, new Usage(0, Duration.ofHours(3).plusMinutes(10))));
        assertThat(registry.usage(SHOP).orElseThrow().idle()).isLessThan(Duration.ofMinutes(11));
    }

    @Test
    void aFenceThatTheStoreForgotDoesNotGoBackwards() {
        Lease before = registry.acquire("sweep", Duration.ofSeconds(15)).orElseThrow();
        settle();

        SERVER.command("DEL", store.keys().lease("sweep"), store.keys().fences("sweep"));
        Lease after = registry.acquire("sweep", Duration.ofSeconds(15)).orElseThrow();

        assertThat(after.fence()).isGreaterThan(before.fence());
        assertThat(registry.isSettled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"PT2H", "PT-2H"})
    void aClockThatIsSetIsNotReliedOn(Duration step) {
        registry.publish(Map.of(SHOP, new Usage(0, Duration.ofMinutes(5))));
        settle();

        // Ours goes on, and the store's does not: it was set, by the same amount the other way.
        store.advance(step);
        Optional<Usage> use = registry.usage(SHOP);

        assertThat(registry.isSettled()).isFalse();
        assertThat(use).isPresent();
        registry.publish(Map.of(SHOP, new Usage(0, Duration.ofMinutes(5))));
        assertThat(registry.usage(SHOP).orElseThrow().idle()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
    }

    @Test
    void whatWasUsedInTheFutureIsUsedNow() {
        int bucket = RedisKeys.bucket(SHOP);
        String used = store.keys().look(bucket).get(3);
        SERVER.command("ZADD", used, "99999999999999", SHOP.toString());

        assertThat(registry.usage(SHOP)).contains(new Usage(0, Duration.ZERO));
        assertThat(registry.usage().get(SHOP)).isEqualTo(new Usage(0, Duration.ZERO));

        store.pass(Duration.ofMinutes(10));
        assertThat(registry.usage(SHOP).orElseThrow().idle()).isGreaterThan(Duration.ofMinutes(9));
    }

    private String relayed() {
        return "redis://127.0.0.1:" + relay.port();
    }

    private static boolean answers(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (PawseException e) {
            return false;
        }
    }

    /** Lets the time go by after which a store that was disturbed is relied on again. */
    private void settle() {
        registry.usage();
        store.pass(store.timing.settled());
        registry.usage();
        store.pass(store.timing.settled());
        assertThat(registry.isSettled()).isTrue();
    }

    private static PawseException failure(RedisRegistry of) {
        return catchThrowableOfType(PawseException.class, () -> of.acquire(Ids.random(), Duration.ofSeconds(1)));
    }

    private Optional<Entry> write(long epoch) {
        return registry.compareAndSet(
                epoch, new Entry(SHOP, 0, Stage.AWAKE, Formation.of(Map.of("web", 1)), Instant.EPOCH));
    }

    private static Duration timeOf(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
