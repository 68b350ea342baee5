package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Builds.Status;
import dev.pawse.testkit.FakeHistory;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class BuildsCommandsTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;
    private FakeHistory history;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("PAWSE_APP", "shop");
        history = pawse.platform.add("shop").history();
        built(Status.SUCCEEDED);
        built(Status.FAILED);
        built(Status.SUCCEEDED);
        history.beginBuild();
        pawse.clock.advance(Duration.ofSeconds(61));
    }

    @Test
    void buildsAreListedNewestFirst() {
        assertThat(pawse.run("builds").out()).isEqualTo("""
            BUILD  STATUS     COMMIT    TOOK   STARTED  MESSAGE
            #4     running    00000000  -      1m ago   change 4
            #3     succeeded  00000000  2m13s  3m ago   change 3
            #2     failed     00000000  2m13s  5m ago   change 2
            #1     succeeded  00000000  2m13s  7m ago   change 1
            """);
    }

    @Test
    void aBuildInJsonHasEveryPartOfTheContract() {
        JsonNode build =
                pawse.run("builds", "--status", "failed", "--json").json().get(0);

        assertThat(build.propertyNames())
                .containsExactly(
                        "number",
                        "id",
                        "status",
                        "sourceVersion",
                        "commit",
                        "commitMessage",
                        "startedAt",
                        "endedAt",
                        "durationMs",
                        "trigger",
                        "logsUrl",
                        "phases",
                        "provider");
        assertThat(build.get("status").asString()).isEqualTo("failed");
        assertThat(build.get("durationMs").asLong()).isEqualTo(133_000);
        assertThat(pawse.run("builds", "view", "--json").json().get("endedAt").isNull())
                .isTrue();
    }

    @Test
    void aListThatIsCutSaysSo() {
        var result = pawse.run("builds", "-n", "2", "-F", "tsv");

        assertThat(result.out().lines()).hasSize(2);
        assertThat(result.err()).isEqualTo("The newest 2; -n N shows more.\n");
        assertThat(pawse.run("builds", "-n", "4").err()).isEmpty();
    }

    @Test
    void aStatusIsLookedForBehindTheNewest() {
        for (int i = 0; i < 30; i++) {
            built(Status.SUCCEEDED);
        }

        assertThat(pawse.run("builds", "-n", "1", "--status", "failed", "-F", "tsv")
                        .out())
                .startsWith("#2\tfailed\t");
    }

    @Test
    void anAppWithoutBuildsSaysSo() {
        pawse.platform.add("fresh");

        assertThat(pawse.run("builds", "-a", "fresh", "--json").out()).isEqualTo("[]\n");
        assertThat(pawse.run("builds", "-a", "fresh").err()).isEqualTo("fresh has no builds.\n");
        assertThat(pawse.run("builds", "view", "-a", "fresh").code()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"builds view 2", "builds view #2", "builds view build-2", "builds:view 2"})
    void aBuildIsFoundByNumberAndId(String line) {
        assertThat(pawse.run(line.split(" ", -1)).out())
                .startsWith("test/shop build #2\n  Id       build-2\n  Status   failed\n")
                .contains("  Took     2m13s\n");
    }

    @Test
    void withoutANumberTheNewestIsMeant() {
        assertThat(pawse.run("builds", "view").out()).startsWith("test/shop build #4\n");
    }

    @Test
    void anUnknownBuildIsNotFound() {
        var result = pawse.run("builds", "view", "142");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).startsWith("Error: shop has no build 142\n  Try:     pawse builds -a test:shop\n");
    }

    @Test
    void aLogIsTheLinesOfTheBuildAlone() {
        history.buildLog("build-2").write("build", "compiling \u001b[31m").lose(3, "limit");

        assertThat(pawse.run("builds", "logs", "2").out())
                .isEqualTo("compiling \\u001b[31m\n--- 3 lines are missing (limit)\n");
        assertThat(pawse.run("builds", "logs", "2", "--raw").out()).startsWith("compiling \u001b[31m\n");
        assertThat(pawse.run("builds", "logs", "2", "-j").out())
                .contains("\"process\":\"build\"")
                .contains("\"event\":\"dropped\"");
    }

    @ParameterizedTest
    @CsvSource({"builds logs test, 0", "builds logs 2 test, 0", "builds logs 2 tset, 2", "builds logs tset, 3"})
    void aPhaseMayStandBehindTheBuildOrAlone(String line, int code) {
        assertThat(pawse.run(line.split(" ", -1)).code()).isEqualTo(code);
    }

    @Test
    void aLogThatIsEmptySaysSo() {
        assertThat(pawse.run("builds", "logs", "1").err()).isEqualTo("Build #1 wrote nothing.\n");
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED, 0", "FAILED, 9", "TIMED_OUT, 9", "STOPPED, 9", "FAULT, 9"})
    void followingEndsAsTheBuildDoes(Status status, int code) {
        history.buildLog("build-4").write("build", "compiling");
        // Only once it is open, so that the end comes while it is followed.
        pawse.platform.faults().on(Operation.OPEN_BUILD_LOG).doing(() -> history.endBuild("build-4", status));

        var result = pawse.run("builds", "logs", "--follow");

        assertThat(result.code()).isEqualTo(code);
        assertThat(result.out()).isEqualTo("compiling\n");
        assertThat(result.err()).contains("build #4").contains(status.label()).contains("after 1m1s");
    }

    @Test
    void aPlatformThatKnowsTheResultLaterThanTheLogIsAskedAgain() {
        pawse.timeFlies = true;
        history.buildLog("build-4").end();
        pawse.platform.faults().on(Operation.BUILD).doing(() -> {
            if (pawse.platform.count(Operation.BUILD) == 4) {
                history.endBuild("build-4", Status.SUCCEEDED);
            }
        });

        assertThat(pawse.run("builds", "logs", "-f").code()).isZero();
    }

    @Test
    void followingEndsWhenTheTimeIsOver() {
        pawse.timeFlies = true;
        history.buildLog("build-4").end();

        var result = pawse.run("builds", "logs", "-f", "--timeout", "2m");

        assertThat(result.code()).isEqualTo(8);
        assertThat(result.err()).contains("pawse builds view build-4 -a test:shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"builds", "builds view", "builds view 2 --json", "builds logs -f"})
    void aProviderWithoutBuildsSaysSo(String line) {
        pawse.platform = FakeProvider.builder("test").without(Builds.class).build();
        pawse.platform.add("shop");

        var result = pawse.run(line.split(" ", -1));

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("builds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"builds -n 0", "builds -n 1001", "builds --status good"})
    void whatCannotBeReadIsRefused(String line) {
        assertThat(pawse.run(line.split(" ", -1)).code()).isEqualTo(2);
    }

    private void built(Status status) {
        String id = history.beginBuild();
        pawse.clock.advance(Duration.ofSeconds(133));
        history.endBuild(id, status);
    }
}
