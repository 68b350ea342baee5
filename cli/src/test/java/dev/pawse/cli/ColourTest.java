package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColourTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "true, '', '', true",
        "false, '', '', false",
        "true, NO_COLOR=1, '', false",
        "true, NO_COLOR=, '', true",
        "true, TERM=dumb, '', false",
        "false, FORCE_COLOR=1, '', true",
        "false, CLICOLOR_FORCE=1, '', true",
        "true, FORCE_COLOR=0, '', false",
        "true, NO_COLOR=1, --color=always, true",
        "true, '', --no-color, false",
        "true, '', '--color never', false",
        "true, '', --json, false",
    })
    void colourIsForTerminalsAndThoseWhoInsist(boolean terminal, String variable, String flags, boolean coloured) {
        CommandLineFixture pawse = new CommandLineFixture(directory);
        pawse.platform.add("shop");
        pawse.terminal = new Terminal(terminal, terminal, terminal, 0);
        if (!variable.isEmpty()) {
            String[] parts = variable.split("=", 2);
            pawse.environment.put(parts[0], parts[1]);
        }

        assertThat(pawse.run(("apps " + flags).strip().split(" ", -1)).out().contains("\u001b["))
                .isEqualTo(coloured);
    }

    @Test
    void aWordThatIsNoChoiceIsRefused() {
        assertThat(new CommandLineFixture(directory)
                        .run("apps", "--color", "sometimes")
                        .code())
                .isEqualTo(2);
    }
}
