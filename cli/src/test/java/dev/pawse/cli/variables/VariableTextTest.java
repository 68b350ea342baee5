package dev.pawse.cli.variables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.cli.Format;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VariableTextTest {
    /** What is hard to write down: quotes of every kind, lines, what others fill in or take for a comment, and 32 KB. */
    private static final Map<String, Secret> HARD = hard();

    private static Map<String, Secret> hard() {
        Map<String, Secret> hard = new TreeMap<>();
        String[] values = {
            "",
            " ",
            "  spaces around  ",
            "two\nlines",
            "\nfirst and last\n",
            "windows\r\nlines\r",
            "tab\there",
            "it's",
            "\"double\" and 'single' and `back`",
            "'''",
            "\"",
            "\\",
            "ends with \\",
            "back\\slash \\n \\t \\\" \\$",
            "$HOME ${HOME} $(id) `id` %{x} $$",
            "a=b=c",
            "=",
            "#no comment",
            "a #no comment either",
            "{\"json\": [1, 2]}",
            "- yaml: [not]\n  a: list",
            "~",
            "null",
            "true",
            "1.10",
            "007",
            "ünïcødé ✓ 日本 🙂 \u2028 \u00a0 \ufeff",
            "\u001b[31mred\u0007\u0001",
            "!important & | < > ; * ? [a] !!",
            "x".repeat(32 * 1024),
            ("0123456789abcdef".repeat(4) + "\n").repeat(500)
        };
        for (int i = 0; i < values.length; i++) {
            hard.put(String.format("HARD_%02d", i), Secret.of(values[i]));
        }
        return hard;
    }

    @ParameterizedTest
    @EnumSource(names = {"DOTENV", "SHELL", "YAML"})
    void whatIsWrittenIsReadBackExactly(Format format) {
        String text = String.join("\n", VariableText.lines(format, HARD)) + "\n";

        assertThat(VariableText.read(format, text)).isEqualTo(HARD);
    }

    @Test
    void aShellReadsWhatWasWrittenForIt() throws Exception {
        Map<String, Secret> some = new TreeMap<>(HARD);
        some.values().removeIf(value -> value.reveal().length() > 1000);
        String script = String.join("\n", VariableText.lines(Format.SHELL, some)) + "\nenv -0\n";
        Process shell = new ProcessBuilder("sh").start();
        try (var in = shell.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }

        String seen = "\0" + new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).isZero();
        some.forEach((name, value) -> assertThat(seen).contains("\0" + name + "=" + value.reveal() + "\0"));
    }

    @Test
    void whatBashExportsIsRead() throws Exception {
        Map<String, Secret> some = new TreeMap<>(HARD);
        some.values().removeIf(value -> value.reveal().length() > 1000);
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "unset _ PWD SHLVL OLDPWD; export -p");
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        some.forEach((name, value) -> builder.environment().put(name, value.reveal()));
        Process shell = builder.start();

        String text = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(VariableText.guess("-", text)).isEqualTo(Format.SHELL);
        assertThat(VariableText.read(Format.SHELL, text)).containsAllEntriesOf(some);
    }

    @Test
    void javaReadsThePropertiesThatAreWritten() throws IOException {
        Properties read = new Properties();
        read.load(new StringReader(String.join("\n", VariableText.lines(Format.PROPERTIES, HARD))));

        HARD.forEach((name, value) -> assertThat(read.getProperty(name)).isEqualTo(value.reveal()));
    }

    @Test
    void terraformFillsNothingIn() {
        assertThat(VariableText.lines(Format.TFVARS, Map.of("A", Secret.of("${x} %{if}\n\"\\ ✓"))))
                .containsExactly("A = \"$${x} %%{if}\\n\\\"\\\\ ✓\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "A=b|b",
                "A = b c |b c",
                "  export A=b|b",
                "A=b # comment|b",
                "A=b#c|b#c",
                "A=#c|#c",
                "A= # comment|~~",
                "A=|~~",
                "A=\"b\" # comment|b",
                "A='b\\n$C'|b\\n$C",
                "A=`it's \"b\"`|it's \"b\"",
                "A=\"C:\\dir\"|C:\\dir",
                "A=$HOME|$HOME",
                "A=b=c|b=c",
                "A=it's|it's",
                "A=\"b\\\"c\"|b\"c"
            })
    void aDotenvLineMeansWhatPeopleMeanByIt(String line, String value) {
        assertThat(VariableText.read(Format.DOTENV, "# before\n\n" + line + "\nB=1\n"))
                .containsExactly(Map.entry("A", Secret.of(value)), Map.entry("B", Secret.of("1")));
    }

    @Test
    void aDotenvValueMayGoOverLinesAndComeFromWindows() {
        assertThat(VariableText.read(Format.DOTENV, "\ufeffA='one\r\ntwo'\r\nB=\"one\r\n\\ttwo\"\r\nC=3\r\n"))
                .containsExactly(
                        Map.entry("A", Secret.of("one\ntwo")),
                        Map.entry("B", Secret.of("one\n\ttwo")),
                        Map.entry("C", Secret.of("3")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "A=b|b",
                "export A='b c'|b c",
                "declare -x A=\"b\\$c\\\"d\\\\\"|b$c\"d\\",
                "A=b\\ c'd'\"e\"|b cde",
                "A=$'b\\tc\\'d'|b\tc'd",
                "A=b; # comment|b",
                "A=b#c|b#c"
            })
    void aShellLineMeansWhatAShellMakesOfIt(String line, String value) {
        assertThat(VariableText.read(Format.SHELL, line + "\nB=1 C=2"))
                .containsExactly(
                        Map.entry("A", Secret.of(value)),
                        Map.entry("B", Secret.of("1")),
                        Map.entry("C", Secret.of("2")));
    }

    @Test
    void jsonIsAnObjectOrWhatTheListSays() {
        assertThat(VariableText.read(Format.JSON, "{\"A\": \"1\", \"PORT\": 80, \"ON\": true}"))
                .containsExactly(
                        Map.entry("A", Secret.of("1")),
                        Map.entry("PORT", Secret.of("80")),
                        Map.entry("ON", Secret.of("true")));
        assertThat(VariableText.read(Format.JSON, "[{\"name\": \"A\", \"value\": \"1\", \"origin\": null}]"))
                .containsExactly(Map.entry("A", Secret.of("1")));
    }

    @Test
    void yamlValuesStayAsTheyAreWritten() {
        assertThat(VariableText.read(Format.YAML, "A: 1.10\nB: no\nC: |\n  two\n  lines\nD: !!binary x\n"))
                .containsExactly(
                        Map.entry("A", Secret.of("1.10")),
                        Map.entry("B", Secret.of("no")),
                        Map.entry("C", Secret.of("two\nlines\n")),
                        Map.entry("D", Secret.of("x")));
        assertThat(VariableText.read(Format.YAML, "")).isEmpty();
    }

    static Stream<String[]> mistakes() {
        return Stream.of(
                new String[] {"DOTENV", "A=1\nhunter2 is here\n", "line 2: no = after hunter2"},
                new String[] {"DOTENV", "A='hunter2\nB=2\n", "quotes around the value of A are not closed"},
                new String[] {"DOTENV", "A=\"hunter2", "quotes around the value of A are not closed"},
                new String[] {"DOTENV", "A='it'\\''hunter2'\n", "line 1: something follows the quotes"},
                new String[] {"DOTENV", "A=1\nB=2\nA=hunter2", "line 3: A is given twice"},
                new String[] {"DOTENV", "A=1\n=hunter2", "line 2: no name of a variable"},
                new String[] {"SHELL", "A=$(hunter2)", "line 1: the value of A has a $"},
                new String[] {"SHELL", "A=\"hunter2 $HOME\"", "line 1: the value of A has a $"},
                new String[] {"SHELL", "A=hunter2 | tee x", "no name of a variable"},
                new String[] {"SHELL", "A=1\nexport B", "line 2: no = after B"},
                new String[] {"SHELL", "A=$'\\x41'", "the escape \\x"},
                new String[] {"JSON", "{\"A\": hunter2}", "line 1, column 7"},
                new String[] {"JSON", "{\"A\": \"1\", \"A\": \"hunter2\"}", "a name is given twice"},
                new String[] {"JSON", "{\"A\": [\"hunter2\"]}", "the value of A is no text"},
                new String[] {"JSON", "{\"A\": 1.10}", "the value of A is no text"},
                new String[] {"JSON", "[{\"name\": \"A\", \"value\": null}]", "A has no value"},
                new String[] {"JSON", "[\"hunter2\"]", "has no name"},
                new String[] {"JSON", "\"hunter2\"", "neither an object"},
                new String[] {"YAML", "A: 'hunter2", "this is not YAML"},
                new String[] {"YAML", "A: 1\nB: [hunter2]", "line 2: the value of B is no text"},
                new String[] {"YAML", "A: 1\nA: hunter2", "line 2: A is given twice"},
                new String[] {"YAML", "- hunter2", "no mapping"});
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsToldWithItsPlaceAndNeverWithTheValue(String format, String text, String message) {
        PawseException e =
                catchThrowableOfType(PawseException.class, () -> VariableText.read(Format.valueOf(format), text));

        assertThat(e.reason()).isEqualTo(Reason.INVALID);
        assertThat(e.message()).contains(message);
        if (!message.contains("hunter2")) {
            assertThat(e.message()).doesNotContain("hunter2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A;reboot", "A B", "1A", "A-B", "a/b", "A\nB"})
    void aNameThatIsNoneForAShellIsNotWrittenForIt(String name) {
        assertThat(catchThrowableOfType(
                                PawseException.class,
                                () -> VariableText.lines(Format.SHELL, Map.of(name, Secret.of("1"))))
                        .reason())
                .isEqualTo(Reason.INVALID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vars.json|A=1|JSON",
                "vars.yml|A=1|YAML",
                "vars.YAML|A=1|YAML",
                "vars.sh|A=1|SHELL",
                ".env|A=1|DOTENV",
                "-|{}|JSON",
                "-|[]|JSON",
                "-|export A='1'|SHELL",
                "-|declare -x A=\"1\"|SHELL",
                "-|A=1|DOTENV"
            })
    void theFormatIsKnownByTheFileOrItsBeginning(String file, String text, Format format) {
        assertThat(VariableText.guess(file, text)).isEqualTo(format);
    }
}
