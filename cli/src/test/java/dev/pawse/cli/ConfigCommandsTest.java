package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Processes;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigCommandsTest {
    private static final String HIDDEN = "hunter2-is-secret";

    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = CommandLineFixture.withVariables(directory, Map.of("GREETING", "hello", "TOKEN", HIDDEN));
    }

    @Test
    void listShowsNamesAndValues() {
        assertThat(pawse.run("config").out()).isEqualTo("GREETING=hello\nTOKEN=" + HIDDEN + "\n");
        assertThat(pawse.run("config", "--names").out()).isEqualTo("GREETING\nTOKEN\n");
        assertThat(pawse.run("config", "--names", "--json").out()).doesNotContain(HIDDEN);
    }

    @Test
    void listIsWrittenForShellsAndDotEnvFiles() {
        pawse.platform.fake("shop").configVars(Map.of("ODD", Secret.of("it's \"$5\"\nnow")));

        assertThat(pawse.run("config", "-F", "shell").out()).contains("export ODD='it'\\''s \"$5\"\nnow'\n");
        assertThat(pawse.run("config", "-F", "dotenv").out()).contains("ODD=\"it's \\\"\\$5\\\"\\nnow\"\n");
        assertThat(pawse.run("apps", "-F", "shell").code()).isEqualTo(2);
    }

    @Test
    void flatJsonIsOneObject() {
        assertThat(pawse.run("config", "--json", "--flat").json().toString())
                .isEqualTo("{\"GREETING\":\"hello\",\"TOKEN\":\"" + HIDDEN + "\"}");
    }

    @Test
    void getPrintsTheBareValueOfOneAndLinesOfMany() {
        assertThat(pawse.run("config", "get", "GREETING").out()).isEqualTo("hello\n");
        assertThat(pawse.run("config", "get", "TOKEN", "GREETING").out()).contains("GREETING=hello\n");
        assertThat(pawse.run("config", "get", "GREETING", "-j").json().get(0).propertyNames())
                .containsExactly("name", "value", "origin", "version", "lastModifiedAt", "lastModifiedBy");
    }

    @Test
    void aMissingKeyIsNotFoundAndTheNearestIsNamed() {
        var result = pawse.run("config", "get", "GREETNIG");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).isEqualTo("""
            Error: shop has no config variable GREETNIG (test)
              Similar: GREETING
              Try:     pawse config list -a test:shop
              [not_found, exit 3]
            """);
    }

    @Test
    void setTellsNamesAndNeverValues() {
        var result = pawse.run("config", "set", "GREETING=" + HIDDEN, "NEW=x", "TOKEN=" + HIDDEN);

        assertThat(result.out())
                .isEqualTo("Set 2 variables on shop: GREETING (changed), NEW (new), TOKEN (unchanged)."
                        + " The running processes still have the old values: pawse restart -a test:shop\n");
        assertThat(result.out() + result.err()).doesNotContain(HIDDEN);
        assertThat(pawse.platform.count(Operation.SET_CONFIG_VARS)).isOne();
    }

    @Test
    void setSaysInJsonWhatItDid() {
        assertThat(pawse.run("config:set", "NEW=1", "-j").json().toString())
                .isEqualTo("{\"changed\":[{\"name\":\"NEW\",\"action\":\"created\"}],\"restarted\":false,"
                        + "\"release\":null,\"dryRun\":false}");
    }

    @Test
    void valuesComeFromInputAndFiles() throws IOException {
        Files.writeString(directory.resolve("cert.pem"), "BEGIN\nEND\n");
        pawse.input = "from input\n";

        pawse.run("config", "set", "A=-", "B=@cert.pem", "C=a=b", "D=");

        Map<String, Secret> vars = pawse.platform.fake("shop").configVars();
        assertThat(vars)
                .containsEntry("A", Secret.of("from input"))
                .containsEntry("B", Secret.of("BEGIN\nEND"))
                .containsEntry("C", Secret.of("a=b"))
                .containsEntry("D", Secret.of(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=x", "A=1 A=2", "A=- B=-", "A=@nothing.txt"})
    void anAssignmentThatIsNoneIsRefused(String line) {
        assertThat(pawse.run(("config set " + line).split(" ", -1)).code()).isEqualTo(2);
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void aBareNameIsAskedForAndNotGuessed() {
        assertThat(pawse.run("config", "set", "PASSWORD").code()).isEqualTo(10);
    }

    @Test
    void aBareNameIsAskedForWhereSomebodyIs() {
        pawse.terminal = new Terminal(true, false, true, 80);
        pawse.input = HIDDEN + "\n";

        var result = pawse.run("config", "set", "PASSWORD");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).contains("PASSWORD:");
        assertThat(result.out() + result.err()).doesNotContain(HIDDEN);
        assertThat(pawse.platform.fake("shop").configVars()).containsEntry("PASSWORD", Secret.of(HIDDEN));
    }

    @Test
    void whatIsThereAlreadyIsNotSetAgain() {
        assertThat(pawse.run("config", "set", "GREETING=hello").out())
                .isEqualTo("Nothing to change on shop: GREETING (unchanged).\n");
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void setRestartsWhenAsked() {
        assertThat(pawse.run("config", "set", "A=1", "--restart", "-j")
                        .json()
                        .get("restarted")
                        .asBoolean())
                .isTrue();
        assertThat(pawse.platform.count(Operation.RESTART_PROCESSES)).isOne();
    }

    @Test
    void unsetRestartsWhenAsked() {
        var result = pawse.run("config", "unset", "TOKEN", "-y", "--restart");

        assertThat(result.out()).isEqualTo("Removed TOKEN from shop. The processes restart.\n");
        assertThat(pawse.platform.count(Operation.RESTART_PROCESSES)).isOne();
    }

    @Test
    void anAppThatSleepsIsNotWokenByARestart() {
        pawse.platform.fake("shop").stopped();

        assertThat(pawse.run("config", "set", "A=1", "--restart").code()).isZero();
        assertThat(pawse.platform.count(Operation.RESTART_PROCESSES)).isZero();
    }

    @Test
    void nothingIsSetWhereTheRestartCannotBe() {
        pawse.platform = FakeProvider.builder("test").without(Processes.class).build();
        pawse.platform.add("shop");

        assertThat(pawse.run("config", "set", "A=1", "--restart").code()).isEqualTo(5);
        assertThat(pawse.platform.writes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"config set A=1", "config unset TOKEN -y", "config set A=1 --restart"})
    void aPlatformThatRestartsByItselfIsNotAskedTo(String line) {
        restartsByItself();

        var result = pawse.run(line.split(" ", -1));

        assertThat(result.out()).endsWith(" The processes restart.\n");
        assertThat(pawse.platform.count(Operation.RESTART_PROCESSES)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"config set A=1 --no-restart", "config unset TOKEN -y --no-restart"})
    void aPlatformThatRestartsByItselfCannotBeHeldBack(String line) {
        restartsByItself();

        var result = pawse.run(line.split(" ", -1));

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("always restarts");
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void nothingRestartsWhereNothingChanges() {
        restartsByItself();

        assertThat(pawse.run("config", "set", "GREETING=hello", "-j")
                        .json()
                        .get("restarted")
                        .asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"config set A=1", "config unset TOKEN"})
    void aDryRunChangesNothing(String line) {
        var result = pawse.run((line + " --dry-run").split(" ", -1));

        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("Would ");
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void unsetAsksAndDoesNothingWhereNobodyAnswers() {
        var result = pawse.run("config", "unset", "TOKEN");

        assertThat(result.code()).isEqualTo(10);
        assertThat(result.err()).contains("--yes");
        assertThat(pawse.platform.writes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "YES"})
    void unsetRemovesOnAYes(String answer) {
        pawse.terminal = new Terminal(true, true, true, 80);
        pawse.input = answer + "\n";

        assertThat(pawse.run("config", "unset", "TOKEN").out()).startsWith("Removed TOKEN from shop.");
        assertThat(pawse.platform.fake("shop").configVars()).containsOnlyKeys("GREETING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\n", "\n", ""})
    void anythingElseIsANo(String answer) {
        pawse.terminal = new Terminal(true, true, true, 80);
        pawse.input = answer;

        assertThat(pawse.run("config", "unset", "TOKEN").code()).isEqualTo(10);
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void continuousIntegrationIsNeverAsked() {
        pawse.terminal = new Terminal(true, true, true, 80);
        pawse.environment.put("CI", "true");
        pawse.input = "y\n";

        assertThat(pawse.run("config", "unset", "TOKEN").code()).isEqualTo(10);
    }

    @Test
    void unsetOfAMissingKeyIsNotFoundUnlessItMayBeMissing() {
        assertThat(pawse.run("config", "unset", "NOPE", "TOKEN", "-y").code()).isEqualTo(3);
        assertThat(pawse.platform.writes()).isZero();

        assertThat(pawse.run("config", "unset", "NOPE", "TOKEN", "-y", "--if-exists", "-j")
                        .json()
                        .get("changed")
                        .toString())
                .isEqualTo(
                        "[{\"name\":\"NOPE\",\"action\":\"unchanged\"},{\"name\":\"TOKEN\",\"action\":\"removed\"}]");
    }

    @Test
    void aProviderWithoutVariablesSaysSo() {
        pawse.platform = FakeProvider.builder("test").without(ConfigVars.class).build();
        pawse.platform.add("shop");

        var result = pawse.run("config", "set", "A=" + HIDDEN);

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("config-vars").doesNotContain(HIDDEN);
    }

    private void restartsByItself() {
        pawse.platform = FakeProvider.builder("test").restartsOnConfigChange().build();
        pawse.platform.add("shop").configVars(Map.of("GREETING", Secret.of("hello"), "TOKEN", Secret.of(HIDDEN)));
    }
}
