package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Lease;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.Registry.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every registry does. A registry's test implements this interface, or {@link SharedRegistryContract} when several
 * processes can share it.
 *
 * <pre>{@code
 * final class DemoRegistryTest implements RegistryContract {
 *     private final ManualClock clock = ManualClock.create();
 *     private final Registry registry = new DemoRegistry(clock);
 *
 *     @Override public Registry registry() { return registry; }
 *     @Override public void pass(Duration time) { clock.advance(time); }
 * }
 * }</pre>
 */
@Timeout(120)
public interface RegistryContract {
    AppId SHOP = new AppId("heroku", "shop");
    AppId STOCK = new AppId("my other account", "team/stock:ünï");

    /** The registry under test, empty at first; the same at each call. */
    Registry registry();

    /** Lets time pass, by the registry's clock; where that is the real one, waits for it. */
    void pass(Duration time);

    /** How long the leases of this contract are held; short where {@link #pass} waits for real time. */
    default Duration leaseTime() {
        return Duration.ofSeconds(30);
    }

    @Test
    default void nothingIsRememberedAtFirst() {
        assertThat(registry().entries()).isEmpty();
        assertThat(registry().entry(SHOP)).isEmpty();
        assertThat(registry().usage()).isEmpty();
    }

    @Test
    default void whatIsWrittenIsReadAgain() {
        Entry written = write(0, Stage.RESTING);

        assertThat(registry().entry(SHOP)).contains(written);
        assertThat(registry().entries()).containsExactly(written);
    }

    @Test
    default void anEntryKeepsAllThatItCarries() {
        Formation formation = new Formation(Map.of(
                "web", new Scale(3, "Standard-1X"), "worker", new Scale(2, null), "cron job", new Scale(0, "S")));
        Instant since = Instant.parse("2026-03-01T12:30:45.678Z");

        registry().compareAndSet(0, new Entry(STOCK, 0, Stage.ASLEEP, formation, since));

        assertThat(registry().entry(STOCK)).contains(new Entry(STOCK, 1, Stage.ASLEEP, formation, since));
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    default void everyStageIsKept(Stage stage) {
        write(0, stage);

        assertThat(registry().entry(SHOP)).map(Entry::stage).contains(stage);
    }

    @Test
    default void theEpochGrowsByOneWhateverAnEntryCarries() {
        Optional<Entry> first = registry().compareAndSet(0, entry(SHOP, 77, Stage.AWAKE));
        Optional<Entry> second = registry().compareAndSet(1, entry(SHOP, 99, Stage.RESTING));

        assertThat(first).map(Entry::epoch).contains(1L);
        assertThat(second).map(Entry::epoch).contains(2L);
        assertThat(registry().entry(SHOP)).isEqualTo(second);
    }

    @Test
    default void aWriteThatExpectsAnotherEpochIsRefusedAndChangesNothing() {
        write(0, Stage.AWAKE);
        Entry second = write(1, Stage.RESTING);

        assertThat(registry().compareAndSet(0, entry(SHOP, 0, Stage.WAKING))).isEmpty();
        assertThat(registry().compareAndSet(1, entry(SHOP, 0, Stage.WAKING))).isEmpty();
        assertThat(registry().compareAndSet(3, entry(SHOP, 0, Stage.WAKING))).isEmpty();

        assertThat(registry().entry(SHOP)).contains(second);
    }

    @Test
    default void aWriteThatExpectsAnEntryIsRefusedWhereThereIsNone() {
        assertThat(registry().compareAndSet(1, entry(SHOP, 1, Stage.AWAKE))).isEmpty();

        assertThat(registry().entry(SHOP)).isEmpty();
    }

    @Test
    default void entriesOfManyAppsAreAllListed() {
        write(0, Stage.AWAKE);
        registry().compareAndSet(0, entry(STOCK, 0, Stage.ASLEEP));

        assertThat(registry().entries()).extracting(Entry::app).containsExactlyInAnyOrder(SHOP, STOCK);
    }

    @Test
    default void ofManyWritersAtOnceExactlyOneWins() {
        for (int epoch = 0; epoch < 20; epoch++) {
            long expected = epoch;
            List<Optional<Entry>> results =
                    AtOnce.call(8, number -> registry().compareAndSet(expected, entry(SHOP, number, Stage.RESTING)));

            assertThat(results).filteredOn(Optional::isPresent).hasSize(1);
            assertThat(registry().entry(SHOP)).map(Entry::epoch).contains(expected + 1);
        }
    }

    @Test
    default void writersOfDifferentAppsDoNotDisturbEachOther() {
        List<Optional<Entry>> results = AtOnce.call(
                8, number -> registry().compareAndSet(0, entry(new AppId("heroku", "app-" + number), 0, Stage.AWAKE)));

        assertThat(results).allMatch(Optional::isPresent);
        assertThat(registry().entries()).hasSize(8);
    }

    @Test
    default void whatIsRemovedIsForgotten() {
        Entry written = write(0, Stage.ASLEEP);
        registry().publish(Map.of(SHOP, new Usage(1, Duration.ZERO)));

        assertThat(registry().remove(SHOP, written.epoch())).isTrue();

        assertThat(registry().entry(SHOP)).isEmpty();
        assertThat(registry().entries()).isEmpty();
        assertThat(registry().usage()).doesNotContainKey(SHOP);
    }

    @Test
    default void whatSomebodyWroteMeanwhileIsNotRemoved() {
        write(0, Stage.AWAKE);
        Entry second = write(1, Stage.RESTING);

        assertThat(registry().remove(SHOP, 1)).isFalse();

        assertThat(registry().entry(SHOP)).contains(second);
    }

    @Test
    default void aForgottenAppCanBeWrittenAnew() {
        Entry written = write(0, Stage.ASLEEP);
        registry().remove(SHOP, written.epoch());

        assertThat(registry().compareAndSet(0, entry(SHOP, 0, Stage.AWAKE))).isPresent();
    }

    @Test
    default void theUseOfAppsIsPublished() {
        registry()
                .publish(Map.of(
                        SHOP, new Usage(3, Duration.ZERO),
                        STOCK, new Usage(0, Duration.ofMinutes(4))));

        Map<AppId, Usage> usage = registry().usage();

        assertThat(usage).containsOnlyKeys(SHOP, STOCK);
        assertThat(usage.get(SHOP)).isEqualTo(new Usage(3, Duration.ZERO));
        assertThat(idle(usage, STOCK)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }

    @Test
    default void whatIsPublishedReplacesWhatThisProcessSaidBefore() {
        registry().publish(Map.of(SHOP, new Usage(3, Duration.ZERO)));

        registry().publish(Map.of(SHOP, new Usage(1, Duration.ZERO)));

        assertThat(registry().usage().get(SHOP)).isEqualTo(new Usage(1, Duration.ZERO));
    }

    @Test
    default void publishingTheUseOfOneAppLeavesThatOfAnother() {
        registry().publish(Map.of(SHOP, new Usage(3, Duration.ZERO)));

        registry().publish(Map.of(STOCK, new Usage(1, Duration.ZERO)));

        assertThat(registry().usage()).containsOnlyKeys(SHOP, STOCK);
    }

    @Test
    default void aLeaseIsHeldByOne() {
        try (Lease lease = acquire("sweep")) {
            assertThat(registry().acquire("sweep", leaseTime())).isEmpty();
            assertThat(lease.held()).isTrue();
        }
    }

    @Test
    default void leasesOfDifferentNamesDoNotDisturbEachOther() {
        try (Lease one = acquire("app:heroku/shop");
                Lease two = acquire("app:heroku/stock")) {
            assertThat(one.held()).isTrue();
            assertThat(two.held()).isTrue();
        }
    }

    @Test
    default void aLeaseThatIsGivenBackCanBeTaken() {
        Lease first = acquire("sweep");

        first.close();

        assertThat(first.held()).isFalse();
        assertThat(registry().acquire("sweep", leaseTime())).isPresent();
    }

    @Test
    default void aLeaseRunsOutWithTime() {
        Lease first = acquire("sweep");

        pass(leaseTime().multipliedBy(2));

        assertThat(first.held()).isFalse();
        assertThat(registry().acquire("sweep", leaseTime())).isPresent();
    }

    @Test
    default void aLeaseThatIsRenewedIsHeldForAnotherFullTime() {
        Lease lease = acquire("sweep");
        Duration most = leaseTime().multipliedBy(2).dividedBy(3);

        for (int i = 0; i < 3; i++) {
            pass(most);
            assertThat(lease.renew()).isTrue();
            assertThat(lease.held()).isTrue();
            assertThat(registry().acquire("sweep", leaseTime())).isEmpty();
        }
    }

    @Test
    default void aLostLeaseCannotBeRenewed() {
        Lease lost = acquire("sweep");
        pass(leaseTime().multipliedBy(2));
        Lease next = acquire("sweep");

        assertThat(lost.renew()).isFalse();

        assertThat(lost.held()).isFalse();
        assertThat(next.held()).isTrue();
    }

    @Test
    default void givingBackALostLeaseTakesNothingFromTheNextHolder() {
        Lease lost = acquire("sweep");
        pass(leaseTime().multipliedBy(2));
        Lease next = acquire("sweep");

        lost.close();

        assertThat(next.held()).isTrue();
        assertThat(registry().acquire("sweep", leaseTime())).isEmpty();
    }

    @Test
    default void givingALeaseBackTwiceTakesNothingFromTheNextHolder() {
        Lease first = acquire("sweep");
        first.close();
        Lease next = acquire("sweep");

        first.close();

        assertThat(next.held()).isTrue();
        assertThat(next.renew()).isTrue();
    }

    @Test
    default void theFenceGrowsWithEachHolder() {
        Lease first = acquire("sweep");
        first.close();
        Lease second = acquire("sweep");
        pass(leaseTime().multipliedBy(2));
        Lease third = acquire("sweep");

        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(third.fence()).isGreaterThan(second.fence());
    }

    @Test
    default void aRenewalKeepsTheFence() {
        Lease lease = acquire("sweep");
        long fence = lease.fence();

        lease.renew();

        assertThat(lease.fence()).isEqualTo(fence);
    }

    @Test
    default void ofManyWhoWantALeaseAtOnceExactlyOneGetsIt() {
        List<Optional<Lease>> results = AtOnce.call(16, number -> registry().acquire("sweep", leaseTime()));

        assertThat(results).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    default void whoHoldsTheLeaseOfAnAppWritesItsEntry() {
        Lease lease = acquire(Registry.leaseOf(SHOP));

        assertThat(registry().compareAndSet(0, entry(SHOP, 0, Stage.RESTING), lease.fence()))
                .isPresent();
        assertThat(registry().compareAndSet(1, entry(SHOP, 1, Stage.ASLEEP), lease.fence()))
                .isPresent();
    }

    @Test
    default void whoLostTheLeaseOfAnAppToAnotherWritesItsEntryNoMore() {
        Lease lost = acquire(Registry.leaseOf(SHOP));
        pass(leaseTime().multipliedBy(2));
        Lease next = acquire(Registry.leaseOf(SHOP));
        Entry written = registry()
                .compareAndSet(0, entry(SHOP, 0, Stage.WAKING), next.fence())
                .orElseThrow();

        assertThat(registry().compareAndSet(1, entry(SHOP, 1, Stage.RESTING), lost.fence()))
                .isEmpty();

        assertThat(registry().entry(SHOP)).contains(written);
    }

    @Test
    default void theLeaseOfAnotherAppDisturbsNobody() {
        Lease mine = acquire(Registry.leaseOf(SHOP));
        acquire(Registry.leaseOf(STOCK));

        assertThat(registry().compareAndSet(0, entry(SHOP, 0, Stage.RESTING), mine.fence()))
                .isPresent();
    }

    @Test
    default void theUseOfOneAppCanBeAskedFor() {
        registry().publish(Map.of(SHOP, new Usage(3, Duration.ZERO)));

        assertThat(registry().usage(SHOP)).contains(new Usage(3, Duration.ZERO));
        assertThat(registry().usage(STOCK)).isEmpty();
    }

    @Test
    default void aRegistryThatCanBeAskedHasNoTrouble() {
        write(0, Stage.AWAKE);

        assertThat(registry().trouble()).isEmpty();
    }

    private Lease acquire(String name) {
        return registry()
                .acquire(name, leaseTime())
                .orElseThrow(() -> new AssertionError("nobody holds the lease " + name + ", and it cannot be had"));
    }

    private Entry write(long expectedEpoch, Stage stage) {
        return registry()
                .compareAndSet(expectedEpoch, entry(SHOP, expectedEpoch, stage))
                .orElseThrow(() -> new AssertionError("the write that expects epoch " + expectedEpoch + " is refused"));
    }

    private static Entry entry(AppId app, long epoch, Stage stage) {
        return new Entry(
                app, epoch, stage, Formation.of(Map.of("web", 2, "cron", 0)), Instant.parse("2026-01-01T12:00:00Z"));
    }

    private static Duration idle(Map<AppId, Usage> usage, AppId app) {
        return Objects.requireNonNull(usage.get(app)).idle();
    }
}
