package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read on a terminal of 80 columns: nothing is cut, and no word is broken. */
final class NarrowTerminalTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"providers", "auth status", "doctor", "apps info -a shop"})
    void aLongTextIsBrokenBetweenItsWords(String line) {
        String[] words = line.split(" ", -1);
        CommandLineFixture pawse = pawse();
        String whole = pawse.run(words).out();

        pawse.terminal = new Terminal(false, true, true, 80);
        String narrow = pawse.run(words).out();

        assertThat(narrow.replaceAll("answers after \\d+ ms", "").split("\\s+"))
                .isEqualTo(whole.replaceAll("answers after \\d+ ms", "").split("\\s+"));
        assertThat(narrow.lines())
                .allMatch(one -> one.length() <= 80 || !one.strip().contains(" "));
    }

    @Test
    void theListOfAppsSaysHowManyOfEachAndNotTheirSizes() {
        CommandLineFixture pawse = pawse();
        pawse.run("scale", "web=3:XL", "-a", "shop");

        assertThat(pawse.run("apps").out()).contains("web=3\n");
        assertThat(pawse.run("apps", "-F", "tsv").out()).contains("web=3:XL");
    }

    private CommandLineFixture pawse() {
        CommandLineFixture pawse = new CommandLineFixture(directory);
        pawse.environment.put("HOME", directory.toString());
        pawse.environment.put("NO_COLOR", "1");
        pawse.platform.add("shop").details(Map.of("note", "a word ".repeat(40).strip()));
        return pawse;
    }
}
