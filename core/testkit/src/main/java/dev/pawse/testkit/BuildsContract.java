package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Builds.Build;
import dev.pawse.spi.capability.Builds.Status;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every provider does that reads builds. */
public interface BuildsContract extends ProviderContract {
    /**
     * Begins a build that runs until {@link #endBuild}.
     *
     * @return its id
     */
    String beginBuild(AppId app);

    /** Makes a build write a line to its log. */
    void writeBuildLog(AppId app, String build, String line);

    /** Ends a build. */
    void endBuild(AppId app, String build, Status status);

    @Test
    default void buildsComeNewestFirst() {
        String first = ended(Status.SUCCEEDED);
        String second = ended(Status.FAILED);
        String third = beginBuild(app());

        assertThat(builds().builds(app(), 3)).extracting(Build::id).containsExactly(third, second, first);
    }

    @Test
    default void noMoreBuildsAreListedThanAskedFor() {
        ended(Status.SUCCEEDED);
        String second = ended(Status.SUCCEEDED);
        String third = ended(Status.SUCCEEDED);

        assertThat(builds().builds(app(), 2)).extracting(Build::id).containsExactly(third, second);
    }

    @Test
    default void aBuildTellsHowFarItCame() {
        String failed = ended(Status.FAILED);
        String succeeded = ended(Status.SUCCEEDED);
        String running = beginBuild(app());

        assertThat(build(failed).status()).isEqualTo(Status.FAILED);
        assertThat(build(succeeded).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(build(running).status()).isEqualTo(Status.RUNNING);
    }

    @Test
    default void onlyABuildThatEndedHasAnEnd() {
        Build ended = build(ended(Status.SUCCEEDED));
        Build running = build(beginBuild(app()));

        assertThat(ended.endedAt()).isNotNull().isAfterOrEqualTo(ended.startedAt());
        assertThat(running.startedAt()).isNotNull();
        assertThat(running.endedAt()).isNull();
    }

    @Test
    default void aBuildLooksTheSameAloneAndInTheList() {
        String id = ended(Status.SUCCEEDED);

        assertThat(builds().builds(app(), 1)).containsExactly(build(id));
    }

    @Test
    default void aBuildIsFoundByItsNumberToo() {
        Build build = build(ended(Status.SUCCEEDED));

        if (build.number() != null) {
            assertThat(builds().build(app(), String.valueOf(build.number()))).contains(build);
        }
    }

    @Test
    default void anUnknownBuildIsEmptyAndHasNoLog() {
        ended(Status.SUCCEEDED);

        assertThat(builds().build(app(), "987654321")).isEmpty();
        Fails.with(
                Reason.NOT_FOUND,
                () -> builds().openBuildLog(app(), "987654321", null, false).close());
    }

    @Test
    default void aBuildsLogIsReadToItsEnd() {
        String id = beginBuild(app());
        writeBuildLog(app(), id, "line 1");
        writeBuildLog(app(), id, "line 2");
        endBuild(app(), id, Status.SUCCEEDED);

        try (LogStream log = builds().openBuildLog(app(), id, null, false)) {
            List<String> read = new ArrayList<>();
            readUntilEnd(log, read);

            assertThat(read).containsSubsequence("line 1", "line 2");
        }
    }

    @Test
    default void aLogThatIsFollowedEndsWithItsBuild() {
        String id = beginBuild(app());
        writeBuildLog(app(), id, "line 1");

        try (LogStream log = builds().openBuildLog(app(), id, null, true)) {
            List<String> read = new ArrayList<>();
            readUntil(log, read, "line 1");
            writeBuildLog(app(), id, "line 2");
            readUntil(log, read, "line 2");
            assertThat(log.ended()).isFalse();
            endBuild(app(), id, Status.SUCCEEDED);
            readUntilEnd(log, read);

            assertThat(read).containsSubsequence("line 1", "line 2");
        }
    }

    @Test
    default void anUnknownAppHasNoBuilds() {
        AppId unknown = cloud().unknownApp();

        Fails.with(Reason.NOT_FOUND, () -> builds().builds(unknown, 1));
        Fails.with(Reason.NOT_FOUND, () -> builds().build(unknown, "1"));
        Fails.with(
                Reason.NOT_FOUND,
                () -> builds().openBuildLog(unknown, "1", null, false).close());
    }

    private Builds builds() {
        return provider().require(Builds.class);
    }

    private AppId app() {
        return cloud().app();
    }

    private Build build(String id) {
        return builds().build(app(), id).orElseThrow(() -> new AssertionError("build " + id + " is not there"));
    }

    private String ended(Status status) {
        String id = beginBuild(app());
        cloud().tick();
        endBuild(app(), id, status);
        cloud().tick();
        return id;
    }

    private void readUntil(LogStream log, List<String> read, String line) {
        Eventually.holds(line + " in the build's log", cloud().patience(), () -> {
            read(log, read);
            return read.contains(line);
        });
    }

    private void readUntilEnd(LogStream log, List<String> read) {
        Eventually.holds("the end of the build's log", cloud().patience(), () -> {
            read(log, read);
            return log.ended();
        });
    }

    private static void read(LogStream log, List<String> into) {
        log.next(Duration.ofMillis(100)).ifPresent(entry -> {
            if (entry instanceof LogLine line) {
                into.add(line.message());
            }
        });
    }
}
