package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.Secret;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Config variables on their way to files, from files, between apps, and through an editor. */
final class ConfigFilesTest {
    private static final String HIDDEN = "hunter2-is-secret";
    private static final String SHOP = "GREETING=hello\nTOKEN=" + HIDDEN + "\n";

    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = CommandLineFixture.withVariables(directory, Map.of("GREETING", "hello", "TOKEN", HIDDEN));
    }

    @Test
    void exportWritesWhatOtherProgramsRead() {
        assertThat(pawse.run("config", "export").out()).isEqualTo(SHOP);
        assertThat(pawse.run("config", "export", "-F", "shell").out()).startsWith("export GREETING='hello'\n");
        assertThat(pawse.run("config", "export", "-F", "yaml").out()).startsWith("\"GREETING\": \"hello\"\n");
        assertThat(pawse.run("config", "export", "-F", "properties").out()).startsWith("GREETING=hello\n");
        assertThat(pawse.run("config", "export", "-F", "tfvars").out()).startsWith("GREETING = \"hello\"\n");
        assertThat(pawse.run("config", "export", "--json").json().toString())
                .isEqualTo("{\"GREETING\":\"hello\",\"TOKEN\":\"" + HIDDEN + "\"}");
        assertThat(pawse.run("config", "export", "-F", "tsv").out()).isEqualTo(SHOP.replace('=', '\t'));
    }

    @Test
    void anExportedFileIsForTheUserAloneAndReplacedOnlyWhenAsked() throws IOException {
        Path file = directory.resolve("shop.env");

        var first = pawse.run("config", "export", "-o", "shop.env");

        assertThat(first.code()).isZero();
        assertThat(first.out()).isEmpty();
        assertThat(first.err()).isEqualTo("Wrote 2 variables of shop to shop.env.\n");
        assertThat(file).hasContent(SHOP);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(pawse.run("config", "export", "-o", "shop.env").code()).isEqualTo(6);
        assertThat(pawse.run("config", "export", "-o", "shop.env", "--overwrite", "-F", "json")
                        .code())
                .isZero();
        assertThat(file).content().startsWith("{");
    }

    @Test
    void importMergesAndLeavesAloneWhatIsTheSame() throws IOException {
        Files.writeString(directory.resolve(".env"), "GREETING=\"hi\\nyou\"\nTOKEN=" + HIDDEN + "\nNEW=1\n");

        var result = pawse.run("config", "import", ".env", "-j");

        assertThat(result.json().get("changed").toString())
                .isEqualTo("[{\"name\":\"GREETING\",\"action\":\"updated\"},"
                        + "{\"name\":\"TOKEN\",\"action\":\"unchanged\"},{\"name\":\"NEW\",\"action\":\"created\"}]");
        assertThat(pawse.platform.fake("shop").configVars().get("GREETING")).isEqualTo(Secret.of("hi\nyou"));
        assertThat(pawse.platform.count(Operation.SET_CONFIG_VARS)).isOne();
        assertThat(result.out() + result.err()).doesNotContain(HIDDEN);
    }

    @Test
    void importReadsStandardInputAndPutsAPrefixBeforeNames() {
        pawse.input = "{\"A\": \"1\"}";

        assertThat(pawse.run("config", "import", "--prefix", "MY_").out()).startsWith("Set 1 variable on shop: MY_A");
        assertThat(pawse.platform.fake("shop").configVars()).containsEntry("MY_A", Secret.of("1"));
    }

    @Test
    void replaceShowsWhatGoesAndNeedsTheAppsName() {
        pawse.input = "GREETING=hi\n";

        var refused = pawse.run("config", "import", "-", "--replace", "--yes");

        assertThat(refused.code()).isEqualTo(10);
        assertThat(refused.err()).contains("--confirm shop");
        assertThat(pawse.platform.writes()).isZero();

        var done = pawse.run("config", "import", "-", "--replace", "--confirm", "shop");

        assertThat(done.out()).startsWith("Changed 2 variables on shop: GREETING (changed), TOKEN (removed).");
        assertThat(done.err()).contains("  ~ GREETING  ", "  - TOKEN  ").doesNotContain(HIDDEN);
        assertThat(pawse.platform.fake("shop").configVars()).isEqualTo(Map.of("GREETING", Secret.of("hi")));
    }

    @Test
    void aDryRunOfAReplacementTellsItAndDoesNothing() {
        pawse.input = "";

        assertThat(pawse.run("config", "import", "-", "--replace", "--dry-run", "-j")
                        .json()
                        .toString())
                .isEqualTo(
                        "{\"changed\":[{\"name\":\"GREETING\",\"action\":\"removed\"},"
                                + "{\"name\":\"TOKEN\",\"action\":\"removed\"}],\"restarted\":false,\"release\":null,\"dryRun\":true}");
        assertThat(pawse.platform.writes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing.env", "- --from toml", "broken.env"})
    void whatCannotBeReadIsRefusedWithoutItsValues(String line) throws IOException {
        Files.writeString(directory.resolve("broken.env"), "A='" + HIDDEN);

        var result = pawse.run(("config import " + line).split(" ", -1));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).doesNotContain(HIDDEN);
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void variablesMoveFromOneProviderToAnotherExactly() {
        Map<String, Secret> odd =
                Map.of("LINES", Secret.of("a\n'b' \"c\"\n"), "ODD", Secret.of("= # $X \\n 🙂"), "EMPTY", Secret.of(""));
        FakeProvider other = FakeProvider.builder("other").build();
        other.add("copy");
        pawse.others.put("other", other);
        pawse.environment.put("PROVIDER_NAME", "test,other:test");
        pawse.platform.fake("shop").configVars(odd);

        pawse.input = pawse.run("config", "export", "-a", "test:shop").out();
        assertThat(pawse.run("config", "import", "-", "-a", "other:copy").code())
                .isZero();

        assertThat(other.fake("copy").configVars())
                .isEqualTo(pawse.platform.fake("shop").configVars());
    }

    @Test
    void diffTellsNamesAndDigestsAndNoValues() {
        FakeProvider other = FakeProvider.builder("other").build();
        other.add("copy")
                .configVars(Map.of(
                        "GREETING", Secret.of("hi"), "TOKEN", Secret.of(HIDDEN), "MORE", Secret.of("one-more-secret")));
        pawse.others.put("other", other);
        pawse.environment.put("PROVIDER_NAME", "test,other:test");

        var json = pawse.run("config", "diff", "test:shop", "other:copy", "-j").json();
        var human = pawse.run("config", "diff", "other:copy", "-a", "test:shop");
        var revealed = pawse.run("config", "diff", "other:copy", "-a", "test:shop", "--reveal");

        assertThat(json).hasSize(2);
        assertThat(json.get(0).get("name").asString()).isEqualTo("GREETING");
        assertThat(json.get(0).get("difference").asString()).isEqualTo("changed");
        assertThat(json.get(0).get("firstDigest").asString()).hasSize(6);
        assertThat(json.get(0).get("firstValue").isNull()).isTrue();
        assertThat(json.get(1).get("difference").asString()).isEqualTo("only-second");
        assertThat(human.out())
                .contains("test/shop", "other/copy", "GREETING", "changed", "MORE", "only-second")
                .doesNotContain("TOKEN", "one-more-secret", HIDDEN);
        assertThat(revealed.out()).contains("hello", "hi", "one-more-secret");
    }

    @Test
    void diffComparesWithAFile() throws IOException {
        Files.writeString(directory.resolve(".env"), SHOP + "EXTRA=1\n");

        assertThat(pawse.run("config", "diff", ".env", "-F", "tsv").out()).startsWith("EXTRA\tonly-second\t-\t");

        Files.writeString(directory.resolve(".env"), SHOP);
        var same = pawse.run("config", "diff", ".env");
        assertThat(same.out()).isEmpty();
        assertThat(same.err()).contains("test/shop and .env have the same variables.");
    }

    @Test
    void historyTellsWhoChangedWhatAndWhyButNoValues() {
        pawse.run("config", "set", "TOKEN=" + HIDDEN + "2", "-m", "rotated");
        pawse.run("config", "unset", "GREETING", "-y");

        var all = pawse.run("config", "history");
        var one = pawse.run("config", "history", "TOKEN", "-j").json();

        assertThat(all.out()).contains("GREETING", "removed", "TOKEN", "rotated", "somebody@example.test");
        assertThat(all.out()).doesNotContain(HIDDEN);
        assertThat(one).hasSize(1);
        assertThat(one.get(0).toString())
                .isEqualTo("{\"version\":\"1\",\"names\":[\"TOKEN\"],\"description\":\"rotated\","
                        + "\"changedBy\":\"somebody@example.test\",\"changedAt\":\"2026-09-01T12:00:00.000Z\"}");
    }

    @Test
    void whatHasItsValueAlreadyIsSetAgainOnlyWhenAsked() {
        pawse.run("config", "set", "GREETING=hello");
        assertThat(pawse.platform.writes()).isZero();

        pawse.run("config", "set", "GREETING=hello", "--no-skip-unchanged");
        assertThat(pawse.platform.count(Operation.SET_CONFIG_VARS)).isOne();
    }

    @Test
    void anEditorChangesAddsAndRemovesOnAYes() throws IOException {
        editor("grep -v TOKEN \"$1\" | sed 's/hello/hi there/' > \"$1.new\"; echo NEW=1 >> \"$1.new\";"
                + " mv \"$1.new\" \"$1\"");
        pawse.input = "y\n";

        var result = pawse.run("config", "edit");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .startsWith("Changed 3 variables on shop: GREETING (changed), NEW (new), TOKEN (removed).");
        assertThat(result.err()).contains("  ~ GREETING", "  + NEW", "  - TOKEN", "[y/N]");
        assertThat(result.err()).doesNotContain(HIDDEN, "hi there");
        assertThat(pawse.platform.fake("shop").configVars())
                .isEqualTo(new TreeMap<>(Map.of("GREETING", Secret.of("hi there"), "NEW", Secret.of("1"))));
    }

    @Test
    void whatWasEditedIsForTheUserAloneAndGoneAfterwards() throws IOException {
        editor(
                "ls -l \"$1\" > seen; ls -ld \"$(dirname \"$1\")\" >> seen; cp \"$1\" \"$1~\"; echo \"$1\" >> seen; exit 3");

        var result = pawse.run("config", "edit");

        assertThat(result.code()).isEqualTo(9);
        assertThat(result.err()).contains("ended with 3: nothing was changed");
        List<String> seen = Files.readAllLines(directory.resolve("seen"));
        assertThat(seen.get(0)).startsWith("-rw-------");
        assertThat(seen.get(1)).startsWith("drwx------");
        assertThat(Path.of(seen.get(2)).getParent()).doesNotExist();
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void oneValueIsEditedAsItIs() throws IOException {
        pawse.platform.fake("shop").configVars(Map.of("CERT", Secret.of("BEGIN\n'$x'\nEND")));
        editor("sed -i 's/BEGIN/START/; $a\\' \"$1\"");
        pawse.input = "yes\n";

        assertThat(pawse.run("config", "edit", "CERT").code()).isZero();

        assertThat(pawse.platform.fake("shop").configVars()).containsEntry("CERT", Secret.of("START\n'$x'\nEND"));
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsNotOverwritten() throws IOException {
        editor("sed -i 's/hello/mine/' \"$1\"");
        pawse.input = "y\n";
        pawse.whileAsking = () -> pawse.platform.fake("shop").configVars(Map.of("GREETING", Secret.of("theirs")));

        var result = pawse.run("config", "edit");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err()).contains("GREETING was changed by someone else since it was read: nothing written");
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void aTypingMistakeCanBeMended() throws IOException {
        editor("if [ -e seen ]; then echo A=1 > \"$1\"; else touch seen; echo nonsense > \"$1\"; fi");
        pawse.input = "y\ny\n";

        var result = pawse.run("config", "edit");

        assertThat(result.err()).contains("line 1: no = after nonsense", "Edit it again?");
        assertThat(pawse.platform.fake("shop").configVars()).containsOnlyKeys("A");
    }

    @Test
    void anEditorIsNotOpenedWhereNobodyIs() {
        assertThat(pawse.run("config", "edit", "--yes").code()).isEqualTo(10);
    }

    private void editor(String script) throws IOException {
        Path program = directory.resolve("my editor");
        Files.writeString(
                program, "#!/bin/sh\nf=$2\nset -- \"$f\"\ncd '" + directory + "' || exit 1\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        pawse.environment.put("EDITOR", "'" + program + "' --wait");
        pawse.terminal = new Terminal(true, true, true, 80);
    }
}
