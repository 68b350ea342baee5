package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What a registry does in addition that several processes share. */
public interface SharedRegistryContract extends RegistryContract {
    /** The same store as another process sees it; the same at each call. */
    Registry otherRegistry();

    /** Puts something into the store that no registry wrote, where entries are looked for: it cannot be read as one. */
    void putForeignData();

    /** How long what a process published counts without being said again. */
    Duration usageTime();

    @Test
    default void whatOneProcessWritesAnotherReads() {
        Optional<Entry> written = registry().compareAndSet(0, awake());

        assertThat(otherRegistry().entry(SHOP)).isEqualTo(written);
        assertThat(otherRegistry().compareAndSet(0, awake())).isEmpty();
        assertThat(otherRegistry().compareAndSet(1, awake())).map(Entry::epoch).contains(2L);
        assertThat(registry().entry(SHOP)).map(Entry::epoch).contains(2L);
    }

    @Test
    default void ofTwoProcessesThatWriteAtOnceExactlyOneWins() {
        for (long epoch = 0; epoch < 20; epoch++) {
            long expected = epoch;
            List<Optional<Entry>> results = AtOnce.call(8, number -> of(number).compareAndSet(expected, awake()));

            assertThat(results).filteredOn(Optional::isPresent).hasSize(1);
        }
    }

    @Test
    default void requestsInFlightAreAddedUpAndTheShortestIdleTimeCounts() {
        registry().publish(Map.of(SHOP, new Usage(2, Duration.ZERO), STOCK, new Usage(0, Duration.ofMinutes(9))));
        otherRegistry().publish(Map.of(SHOP, new Usage(3, Duration.ZERO), STOCK, new Usage(0, Duration.ofMinutes(4))));

        Map<?, Usage> usage = registry().usage();

        assertThat(usage).isNotEmpty();
        assertThat(usage.get(SHOP)).isEqualTo(new Usage(5, Duration.ZERO));
        assertThat(Objects.requireNonNull(usage.get(STOCK)).idle())
                .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }

    @Test
    default void aProcessThatFallsSilentCountsNoMore() {
        otherRegistry().publish(Map.of(SHOP, new Usage(100, Duration.ZERO)));

        pass(usageTime().multipliedBy(2));
        registry().publish(Map.of(SHOP, new Usage(1, Duration.ZERO)));

        assertThat(registry().usage().get(SHOP)).isEqualTo(new Usage(1, Duration.ZERO));
    }

    @Test
    default void aLeaseOfOneProcessKeepsTheOtherOut() {
        Optional<Lease> mine = registry().acquire("sweep", leaseTime());

        assertThat(mine).isPresent();
        assertThat(otherRegistry().acquire("sweep", leaseTime())).isEmpty();

        mine.ifPresent(Lease::close);
        assertThat(otherRegistry().acquire("sweep", leaseTime())).isPresent();
    }

    @Test
    default void ofTwoProcessesThatWantALeaseAtOnceExactlyOneGetsIt() {
        List<Optional<Lease>> results = AtOnce.call(16, number -> of(number).acquire("sweep", leaseTime()));

        assertThat(results).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    default void whatNobodyCanReadHidesNothingElse() {
        registry().compareAndSet(0, awake());

        putForeignData();

        assertThat(registry().entries()).extracting(Entry::app).contains(SHOP);
        assertThat(registry().entry(SHOP)).isPresent();
        assertThat(registry().compareAndSet(1, awake())).isPresent();
    }

    @Test
    default void whatOneProcessWritesIsNewsToAnother() {
        Queue<AppId> news = new ConcurrentLinkedQueue<>();
        otherRegistry().onNews(news::add);

        hears(
                news,
                () -> registry()
                        .compareAndSet(registry().entry(SHOP).map(Entry::epoch).orElse(0L), awake()));
    }

    @Test
    default void anAppsLeaseThatIsGivenBackIsNewsToAnother() {
        Queue<AppId> news = new ConcurrentLinkedQueue<>();
        otherRegistry().onNews(news::add);

        hears(
                news,
                () -> registry().acquire(Registry.leaseOf(SHOP), leaseTime()).ifPresent(Lease::close));
    }

    /** News may be missed, e.g. while who is to hear them still connects: it is said again until they are heard. */
    private static void hears(Queue<AppId> news, Runnable told) {
        Eventually.holds("news of " + SHOP, Duration.ofSeconds(30), () -> {
            told.run();
            return news.contains(SHOP);
        });
    }

    private Registry of(int number) {
        return number % 2 == 0 ? registry() : otherRegistry();
    }

    private static Entry awake() {
        return new Entry(SHOP, 0, Stage.AWAKE, Formation.of(Map.of("web", 2)), Instant.parse("2026-01-01T12:00:00Z"));
    }
}
