package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppState;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class AppCommandsTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.platform
                .add("shop")
                .formation(Map.of("web", 3, "worker", 2, "cron", 0))
                .hosts("shop.example.test");
        pawse.platform.add("blog").stopped();
        pawse.platform.add("legacy").alwaysOn(true);
    }

    @Test
    void appsAreListedInOrder() {
        var result = pawse.run("apps");

        assertThat(result.code()).isZero();
        assertThat(result.out().lines())
                .hasSize(4)
                .element(3)
                .isEqualTo("shop    test      running    cron=0 web=3 worker=2  shop.example.test");
    }

    @Test
    void anAppInJsonHasEveryPartOfTheContract() {
        JsonNode shop = pawse.run("apps", "--filter", "sh*", "--json").json().get(0);

        assertThat(shop.propertyNames())
                .contains(
                        "name",
                        "id",
                        "provider",
                        "region",
                        "status",
                        "url",
                        "processes",
                        "deployedAt",
                        "managed",
                        "lastAccessedAt",
                        "maxIdleMs");
        assertThat(shop.get("status").asString()).isEqualTo("running");
        assertThat(shop.get("processes").get(1).toString())
                .isEqualTo("{\"type\":\"web\",\"quantity\":3,\"size\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-F tsv", "-F jsonl"})
    void aListIsOneRecordALineWhereAsked(String format) {
        assertThat(pawse.run(("apps " + format).split(" ", -1)).out().lines()).hasSize(3);
    }

    @Test
    void appsAreFilteredByState() {
        assertThat(pawse.run("apps", "--status", "stopped", "-F", "tsv").out()).startsWith("blog\ttest\tstopped\t");
        assertThat(pawse.run("apps", "--status", "asleep").code()).isEqualTo(2);
    }

    @Test
    void aListThatIsCutSaysSo() {
        var result = pawse.run("apps", "-n", "1", "-F", "tsv");

        assertThat(result.out().lines()).hasSize(1);
        assertThat(result.err()).isEqualTo("The first 1 of 3 apps.\n");
    }

    @Test
    void aProviderThatFailsIsToldAndMakesTheExitCode() {
        pawse.platform.faults().on(Operation.APPS).fail(Reason.UNAVAILABLE);

        var result = pawse.run("apps", "--json");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.json()).isEmpty();
        assertThat(result.err()).startsWith("Warning: test: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apps info shop", "apps info -a shop", "-a test:shop apps info", "apps info test/shop"})
    void anAppIsNamedInManyWays(String line) {
        assertThat(pawse.run(line.split(" ", -1)).out()).startsWith("test/shop\n  Status      running\n");
    }

    @Test
    void processesAreShownByType() {
        pawse.clock.advance(Duration.ofHours(3));

        var result = pawse.run("ps", "-a", "shop");

        assertThat(result.out())
                .contains("=== web (3/3)")
                .contains("=== worker (2/2)")
                .doesNotContain("=== cron");
        assertThat(pawse.run("ps", "worker", "-a", "shop", "--json").json()).hasSize(2);
    }

    @Test
    void aRecordHasTheWordsAndTimesOfJson() {
        assertThat(pawse.run("ps", "-a", "shop", "-F", "tsv").out().lines())
                .first()
                .asString()
                .startsWith("web.1\tweb\tweb.1\trunning\t")
                .contains("\t2026-09-01T12:00:00.000Z\t");
    }

    @Test
    void thatNothingRunsIsNoError() {
        var result = pawse.run("ps", "-a", "blog");

        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("blog sleeps: no process runs.");
        assertThat(pawse.run("ps", "-a", "blog", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void anUnknownProcessTypeIsNotFound() {
        assertThat(pawse.run("ps", "wbe", "-a", "shop").code()).isEqualTo(3);
    }

    @Test
    void stopRemembersWhatRanAndStartRestoresIt() {
        var stopped = pawse.run("stop", "shop");
        assertThat(stopped.out())
                .isEqualTo("Stopped shop. It ran cron=0 web=3 worker=2; to run that again: pawse start -a test:shop\n");
        assertThat(pawse.platform.fake("shop").formation().isZero()).isTrue();

        var started = pawse.run("start", "shop");

        assertThat(started.out()).isEqualTo("Started shop with cron=0 web=3 worker=2.\n");
        assertThat(pawse.platform.fake("shop").formation()).hasToString("cron=0 web=3 worker=2");
    }

    @Test
    void aSecondStopForgetsNothing() {
        pawse.run("stop", "shop");
        var again = pawse.run("stop", "shop", "--json");

        assertThat(again.json().get("action").asString()).isEqualTo("unchanged");
        assertThat(pawse.run("start", "shop").out()).contains("cron=0 web=3 worker=2");
    }

    @Test
    void anAppThatRunsIsNotStartedAgain() {
        assertThat(pawse.run("start", "shop").out()).contains("already");
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void anAppOfWhichNothingIsRememberedRunsWhatItUsuallyRuns() {
        pawse.run("start", "blog");

        assertThat(pawse.platform.fake("blog").formation()).hasToString("web=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop shop", "start blog", "scale web=1 -a shop", "restart -a shop"})
    void aDryRunChangesNothing(String line) {
        var result = pawse.run((line + " --dry-run --json").split(" ", -1));

        assertThat(result.json().get("dryRun").asBoolean()).isTrue();
        assertThat(pawse.platform.writes()).isZero();
        assertThat(directory.resolve("state")).doesNotExist();
    }

    @Test
    void anAppThatIsOnlyRoutedToCannotBeStopped() {
        assertThat(pawse.run("stop", "legacy").code()).isEqualTo(5);
    }

    @Test
    void stopWaitsUntilNothingRuns() {
        assertThat(pawse.run("stop", "shop", "--wait", "--timeout", "5s").code())
                .isZero();
        assertThat(pawse.platform.fake("shop").state()).isEqualTo(AppState.STOPPED);
    }

    @Test
    void aStartThatIsNotOverInTimeGoesOnAndSaysHowToLook() {
        pawse.platform.fake("blog").bootTakes(Duration.ofHours(1));
        pawse.timeFlies = true;

        var result = pawse.run("start", "blog", "--wait", "--timeout", "5m");

        assertThat(result.code()).isEqualTo(8);
        assertThat(result.err()).contains("pawse ps -a test:blog");
    }

    @Test
    void startWaitsThroughABootThatTakesLong() {
        pawse.platform.fake("blog").bootTakes(Duration.ofMinutes(2));
        pawse.timeFlies = true;

        var result = pawse.run("start", "blog", "--wait");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEqualTo("Waiting until blog is running, at most 10m …\n");
        assertThat(pawse.platform.fake("blog").state()).isEqualTo(AppState.RUNNING);
    }

    @Test
    void aStartThatCrashesIsAFailure() {
        pawse.platform.fake("blog").bootFails(true).bootTakes(Duration.ofSeconds(5));
        pawse.timeFlies = true;

        var result = pawse.run("start", "blog", "--wait");

        assertThat(result.code()).isEqualTo(9);
        assertThat(result.err()).contains("pawse logs -a test:blog");
    }

    @Test
    void aPlatformThatIsAwayForAWhileDoesNotEndAWait() {
        pawse.platform.fake("blog").bootTakes(Duration.ofMinutes(2));
        pawse.timeFlies = true;
        PawseException away = new PawseException(Reason.UNAVAILABLE, "nobody answers");
        pawse.platform.faults().on(Operation.APP).doing(() -> {
            if (pawse.platform.count(Operation.APP) == 3) {
                throw away;
            }
        });

        var result = pawse.run("start", "blog", "--wait");

        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("Warning: nobody answers; trying again");
    }

    @Test
    void restartWaitsForTheNewProcesses() {
        pawse.clock.advance(Duration.ofMinutes(1));
        pawse.timeFlies = true;

        var result = pawse.run("restart", "web", "-a", "shop", "--wait");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEqualTo("Waiting until web of shop run again, at most 10m …\n");
    }

    @Test
    void oldProcessesThatStillRunAreNotTakenForNewOnes() {
        // At the time at which they were started first, what the platform restarts looks as if it were there still.
        Instant started = pawse.clock.instant();
        pawse.clock.advance(Duration.ofMinutes(1));
        pawse.timeFlies = true;
        pawse.platform
                .faults()
                .on(Operation.RESTART_PROCESSES)
                .doing(() -> pawse.clock.step(Duration.between(pawse.clock.instant(), started)));
        pawse.platform.faults().on(Operation.PROCESSES).doing(() -> {
            if (pawse.platform.count(Operation.PROCESSES) == 4) {
                pawse.platform.fake("shop").formation(Map.of("web", 3));
            }
        });

        assertThat(pawse.run("restart", "-a", "shop", "--wait").code()).isZero();
        assertThat(pawse.platform.count(Operation.PROCESSES)).isEqualTo(4);
    }

    @Test
    void scaleWithoutArgumentsPrintsWhatCanBeGivenBack() {
        String line = pawse.run("scale", "-a", "shop").out().strip();
        assertThat(line).isEqualTo("cron=0 web=3 worker=2");

        pawse.run("scale", "-a", "shop", "web=1");
        pawse.run(("scale -a shop " + line).split(" ", -1));

        assertThat(pawse.platform.fake("shop").formation()).hasToString("cron=0 web=3 worker=2");
    }

    @Test
    void scaleTellsWhatItChanged() {
        JsonNode result =
                pawse.run("scale", "web-1", "worker+2", "-a", "shop", "-j").json();

        assertThat(result.get("changed").toString())
                .isEqualTo("[{\"type\":\"web\",\"from\":3,\"to\":2,\"size\":null},"
                        + "{\"type\":\"worker\",\"from\":2,\"to\":4,\"size\":null}]");
        assertThat(pawse.platform.fake("shop").formation()).hasToString("cron=0 web=2 worker=4");
    }

    @Test
    void scalingToWhatIsThereCallsNobody() {
        assertThat(pawse.run("scale", "web=3", "-a", "shop").out()).contains("already");
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void anUnknownTypeIsNotScaled() {
        var result = pawse.run("scale", "wbe=3", "-a", "shop");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("Similar: web");
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void restartNamesWhatItRestarted() {
        assertThat(pawse.run("restart", "web", "-a", "shop").out()).isEqualTo("Restarted web of shop.\n");
        assertThat(pawse.run("restart", "-a", "blog").out()).isEqualTo("blog sleeps: there is nothing to restart.\n");
        assertThat(pawse.run("restart", "nothing.1", "-a", "shop").code()).isEqualTo(3);
    }
}
