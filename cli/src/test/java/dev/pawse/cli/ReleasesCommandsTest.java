package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.capability.Releases;
import dev.pawse.testkit.FakeHistory;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReleasesCommandsTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("PAWSE_APP", "shop");
        FakeHistory history = pawse.platform.add("shop").history();
        history.release("Deploy 1a2b3c4");
        pawse.clock.advance(Duration.ofDays(2));
        history.release("Set GREETING");
        pawse.clock.advance(Duration.ofMinutes(7));
        history.release("Deploy 5d6e7f8");
    }

    @Test
    void releasesAreListedNewestFirst() {
        assertThat(pawse.run("releases").out()).isEqualTo("""
            RELEASE  STATUS   CREATED  BY                     DESCRIPTION
            v3       current  0s ago   somebody@example.test  Deploy 5d6e7f8
            v2                7m ago   somebody@example.test  Set GREETING
            v1                2d ago   somebody@example.test  Deploy 1a2b3c4
            """);
    }

    @Test
    void aListThatIsCutSaysSo() {
        var result = pawse.run("releases", "-n", "2", "-F", "tsv");

        assertThat(result.out().lines()).hasSize(2);
        assertThat(result.err()).isEqualTo("The newest 2; -n N shows more.\n");
    }

    @Test
    void aReleaseInJsonLeavesNothingOut() {
        assertThat(pawse.run("releases", "-j").json().get(0).toString())
                .isEqualTo("{\"id\":\"v3\",\"description\":\"Deploy 5d6e7f8\","
                        + "\"author\":\"somebody@example.test\",\"createdAt\":\"2026-09-03T12:07:00.000Z\","
                        + "\"current\":true,\"provider\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"releases info v2", "releases info 2", "releases:info v2"})
    void aReleaseIsFoundByItsIdAndItsNumber(String line) {
        assertThat(pawse.run(line.split(" ", -1)).out())
                .startsWith("test/shop release v2\n  Description  Set GREETING\n")
                .contains("(7m ago)")
                .endsWith("  Current      no\n");
    }

    @Test
    void withoutAnIdTheCurrentOneIsMeant() {
        assertThat(pawse.run("releases", "info", "-j").json().get("id").asString())
                .isEqualTo("v3");
    }

    @Test
    void anUnknownReleaseIsNotFoundAndTheNearestIsNamed() {
        var result = pawse.run("releases", "info", "v21");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).startsWith("Error: shop has no release v21\n  Similar: v1\n");
    }

    @Test
    void aRollbackGoesToTheReleaseBeforeAndSaysHowToUndoIt() {
        var result = pawse.run("releases", "rollback", "--yes");

        assertThat(result.out())
                .isEqualTo("shop runs v2 (Set GREETING) again as v4."
                        + " To undo: pawse releases rollback v3 -a test:shop\n");
        assertThat(pawse.run("releases", "info").out()).startsWith("test/shop release v4\n");
    }

    @Test
    void aRollbackSaysInJsonWhatItDid() {
        var json = pawse.run("releases", "rollback", "v1", "--confirm", "shop", "-j")
                .json();

        assertThat(json.propertyNames())
                .containsExactly("app", "provider", "action", "from", "to", "release", "undo", "dryRun");
        assertThat(json.get("from").asString()).isEqualTo("v3");
        assertThat(json.get("to").asString()).isEqualTo("v1");
        assertThat(json.get("release").get("id").asString()).isEqualTo("v4");
        assertThat(json.get("undo").asString()).isEqualTo("pawse releases rollback v3 -a test:shop");
    }

    @Test
    void aRollbackAsks() {
        pawse.terminal = new Terminal(true, true, true, 80);
        pawse.input = "n\n";

        var result = pawse.run("releases", "rollback", "v1");

        assertThat(result.code()).isEqualTo(10);
        assertThat(result.err()).startsWith("Make shop run v1 (Deploy 1a2b3c4) again instead of v3? [y/N] ");
        assertThat(pawse.platform.writes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"releases rollback", "releases rollback v1 --confirm blog", "releases rollback --no-input"})
    void withoutAYesNothingIsChanged(String line) {
        assertThat(pawse.run(line.split(" ", -1)).code()).isEqualTo(10);
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void aDryRunChangesNothing() {
        var result = pawse.run("releases", "rollback", "--dry-run");

        assertThat(result.out()).isEqualTo("Would make shop run v2 (Set GREETING) again instead of v3.\n");
        assertThat(pawse.run("releases", "rollback", "--dry-run", "-j")
                        .json()
                        .get("dryRun")
                        .asBoolean())
                .isTrue();
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void theCurrentReleaseIsNotRolledBackTo() {
        assertThat(pawse.run("releases", "rollback", "v3").out()).isEqualTo("shop already runs v3.\n");
        assertThat(pawse.platform.count(Operation.ROLLBACK)).isZero();
    }

    @Test
    void beforeTheFirstReleaseThereIsNone() {
        pawse.platform.add("fresh").history().release("Deploy 1");

        var result = pawse.run("releases", "rollback", "-a", "fresh", "-y");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("fresh has no release before v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"releases", "releases info v1", "releases rollback -y", "releases --json"})
    void aProviderWithoutReleasesSaysSo(String line) {
        pawse.platform = FakeProvider.builder("test").without(Releases.class).build();
        pawse.platform.add("shop");

        var result = pawse.run(line.split(" ", -1));

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("releases");
    }
}
