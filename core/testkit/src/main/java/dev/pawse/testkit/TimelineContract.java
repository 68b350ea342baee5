package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Timeline;
import dev.pawse.spi.capability.Timeline.Entry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every provider does that tells what happened to an app. */
public interface TimelineContract extends ProviderContract {
    /** Does something to an app that its platform tells of, past the provider, and returns when it is told. */
    void happen(AppId app);

    @Test
    default void whatHappenedLastIsToldFirst() {
        happened();
        List<Entry> before = timeline(null, 100);
        happened();

        List<Entry> after = timeline(null, 100);

        assertThat(after).isSortedAccordingTo(Comparator.comparing(Entry::at).reversed());
        assertThat(before).isNotEmpty().doesNotContain(after.get(0));
        assertThat(after).containsAll(before);
    }

    @Test
    default void everyEntryHasAnIdAndSaysWhatHappened() {
        happened();
        happened();

        List<Entry> entries = timeline(null, 100);

        assertThat(entries).hasSizeGreaterThanOrEqualTo(2).allSatisfy(entry -> {
            assertThat(entry.text()).isNotBlank();
            assertThat(entry.type()).isNotBlank();
        });
        assertThat(entries).extracting(Entry::id).doesNotHaveDuplicates();
    }

    @Test
    default void noMoreEntriesAreToldThanAskedFor() {
        happened();
        happened();

        Instant newest = timeline(null, 100).get(0).at();
        // More may have happened between the two questions: an app that was started becomes ready.
        assertThat(timeline(null, 1)).hasSize(1).noneMatch(entry -> entry.at().isBefore(newest));
    }

    @Test
    default void nothingIsToldFromBeforeTheTimeAskedFor() {
        happened();
        happened();
        List<Entry> all = timeline(null, 100);
        Instant newest = all.get(0).at();

        assertThat(timeline(newest, 100))
                .noneMatch(entry -> entry.at().isBefore(newest))
                .containsAll(
                        all.stream().filter(entry -> entry.at().equals(newest)).toList());
        assertThat(timeline(newest.plusMillis(1), 100)).doesNotContainAnyElementsOf(all);
    }

    @Test
    default void noValueOfAVariableIsToldInTheTimeline() {
        provider()
                .capability(ConfigVars.class)
                .ifPresent(
                        variables -> variables.setConfigVars(app(), Map.of("PAWSE_A", Secret.of("tell-nobody-4711"))));
        happened();

        assertThat(timeline(null, 100)).isNotEmpty();
        assertThat(timeline(null, 100).toString()).doesNotContain("tell-nobody-4711");
    }

    @Test
    default void anUnknownAppHasNoTimeline() {
        Fails.with(Reason.NOT_FOUND, () -> provider().require(Timeline.class).timeline(cloud().unknownApp(), null, 1));
    }

    private List<Entry> timeline(@Nullable Instant since, int limit) {
        return provider().require(Timeline.class).timeline(app(), since, limit);
    }

    private void happened() {
        happen(app());
        cloud().tick();
    }

    private AppId app() {
        return cloud().app();
    }
}
