package dev.pawse.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShellWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "plain", "a b", "it's", "''", "$HOME", "`id`", "\"", "\\", "a\nb", "*", "~", "a;b", "é 🐾", "!x",
                "-n", "A=b"
            })
    void aShellReadsAWordBackAsItIs(String word) throws Exception {
        assertThat(shell("printf '%s' " + ShellWords.quoted(word))).isEqualTo(word);
    }

    @Test
    void aLineKeepsItsWordsApart() throws Exception {
        String line = ShellWords.line(List.of("printf", "[%s]", "one two", "", "three"));

        assertThat(shell(line)).isEqualTo("[one two][][three]");
    }

    @Test
    void wordsThatNeedNoQuotesHaveNone() {
        assertThat(ShellWords.line(List.of("bin/rake", "db:migrate", "--to=7")))
                .isEqualTo("bin/rake db:migrate '--to=7'");
    }

    @Test
    void exportedVariablesReachWhatIsRunNext() throws Exception {
        String exports = ShellWords.exports(Map.of("SECOND", "it's\n2", "FIRST", "1"));

        assertThat(exports).startsWith("export FIRST=1; export SECOND=");
        assertThat(shell(exports + "sh -c 'printf \"$FIRST-$SECOND\"'")).isEqualTo("1-it's\n2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A;id", "A=B"})
    void aNameThatIsNoneIsRefused(String name) {
        assertThatThrownBy(() -> ShellWords.exports(Map.of(name, "value")))
                .isInstanceOf(PawseException.class)
                .hasMessageContaining("'" + name + "'")
                .hasMessageNotContaining("value");
    }

    private static String shell(String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-c", line)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
