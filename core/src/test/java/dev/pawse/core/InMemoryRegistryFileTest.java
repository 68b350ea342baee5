package dev.pawse.core;

import static dev.pawse.core.Engine.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.Registry.Usage;
import dev.pawse.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryRegistryFileTest {
    @TempDir
    private Path folder;

    private final ManualClock clock = ManualClock.create();
    private Path file;
    private InMemoryRegistry registry;

    @BeforeEach
    void open() {
        file = folder.resolve("state/registry.yml");
        registry = reopened();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void whatWasWrittenIsThereAfterAKill() {
        Formation formation = new Formation(Map.of(
                "web",
                new Formation.Scale(3, "Standard-1X"),
                "worker",
                Formation.Scale.of(2),
                "cron",
                new Formation.Scale(0, "S")));
        Entry written = registry.compareAndSet(
                        0,
                        new Entry(SHOP, 0, Stage.RESTING, formation, Instant.parse("2026-01-01T12:00:00.123456789Z")))
                .orElseThrow();

        registry.kill();
        registry = reopened();

        assertThat(registry.entries()).containsExactly(written);
        assertThat(registry.isDurable()).isTrue();
    }

    @Test
    void whatWasRemovedStaysRemoved() {
        registry.compareAndSet(0, entry());
        registry.remove(SHOP, 1);

        registry.kill();
        registry = reopened();

        assertThat(registry.entries()).isEmpty();
    }

    @Test
    void idleTimesOutliveTheProcessAndTheTimeWithoutItDoesNotCount() {
        registry.publish(Map.of(SHOP, new Usage(0, Duration.ofMinutes(4))));
        registry.close();

        clock.advance(Duration.ofHours(3));
        registry = reopened();

        assertThat(registry.usage()).containsExactly(Map.entry(SHOP, new Usage(0, Duration.ofMinutes(4))));
    }

    @Test
    void whatWasInFlightWhenTheProcessDiedIsNotAnyMore() {
        clock.advance(Duration.ofSeconds(6));
        registry.publish(Map.of(SHOP, new Usage(7, Duration.ZERO)));

        registry.kill();
        registry = reopened();

        assertThat(registry.usage()).containsExactly(Map.entry(SHOP, new Usage(0, Duration.ZERO)));
    }

    @Test
    void useIsNotWrittenToTheDiskEachSecond() throws IOException {
        registry.compareAndSet(0, entry());
        registry.publish(Map.of(SHOP, new Usage(0, Duration.ZERO)));
        String before = Files.readString(file);

        clock.advance(Duration.ofSeconds(1));
        registry.publish(Map.of(SHOP, new Usage(0, Duration.ofSeconds(1))));

        assertThat(Files.readString(file)).isEqualTo(before);
        clock.advance(Duration.ofSeconds(31));
        registry.publish(Map.of(SHOP, new Usage(0, Duration.ofSeconds(32))));
        assertThat(Files.readString(file)).contains("32s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version: 1\napps: {test/shop: {epoch: 1, sta",
                "version: 1\napps: []\nidle: {}",
                "version: 2\napps: {}\nidle: {}",
                "version: 1\napps: {shop: {epoch: 1}}\nidle: {}",
                "version: 1\napps: {test/shop: {epoch: x, stage: awake, since: '2026-01-01T12:00:00Z', formation: {}}}\nidle: {}",
                "!!javax.script.ScriptEngineManager [x]",
                "\u0000"
            })
    void aDamagedFileIsSetAsideAndNothingOfItLost(String damaged) throws IOException {
        registry.close();
        Files.writeString(file, damaged);

        registry = reopened();

        assertThat(registry.entries()).isEmpty();
        assertThat(setAside())
                .singleElement()
                .satisfies(aside -> assertThat(aside).hasContent(damaged));
        assertThat(registry.compareAndSet(0, entry())).isPresent();
    }

    @Test
    void anEntryThatCannotBeSavedIsNotThere() throws IOException {
        registry.compareAndSet(0, entry());
        Files.createDirectory(folder.resolve("state/registry.yml.new"));

        assertThatThrownBy(() -> registry.compareAndSet(1, entry()))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE))
                .hasMessageContaining("registry.yml");

        assertThat(registry.entry(SHOP)).map(Entry::epoch).contains(1L);
    }

    @Test
    void aSecondProcessIsRefused() {
        assertThatThrownBy(this::reopened)
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageContaining("another process");
    }

    @Test
    void aPlaceWhereNothingCanBeWrittenIsRefused() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");

        assertThatThrownBy(() -> InMemoryRegistry.open(taken.resolve("registry.yml"), clock::nanoTime))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageContaining("taken");
    }

    private InMemoryRegistry reopened() {
        return InMemoryRegistry.open(file, clock::nanoTime);
    }

    private List<Path> setAside() throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.filter(path -> path.toString().contains("damaged")).toList();
        }
    }

    private static Entry entry() {
        return new Entry(SHOP, 0, Stage.ASLEEP, Formation.of(Map.of("web", 3)), Instant.EPOCH);
    }
}
