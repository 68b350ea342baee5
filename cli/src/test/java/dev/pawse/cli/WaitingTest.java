package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WaitingTest {
    private static final String GONE = "\r\u001b[K";

    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.timeFlies = true;
        pawse.platform.add("shop").bootTakes(Duration.ofSeconds(5)).stopped();
    }

    @Test
    void onATerminalTheWaitIsALineThatIsGoneAtItsEnd() {
        pawse.terminal = new Terminal(false, false, true, 80);

        var result = pawse.run("start", "shop", "--wait");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).startsWith("\r| Waiting until shop is running").endsWith(GONE);
        assertThat(result.out()).doesNotContain("\r", "\u001b");
    }

    @Test
    void aNarrowTerminalGetsOneLineAndNoMore() {
        pawse.terminal = new Terminal(false, false, true, 20);

        assertThat(pawse.run("start", "shop", "--wait").err().split("\u001b\\[K|\r"))
                .allMatch(line -> line.length() < 20);
    }

    @Test
    void elsewhereItIsAPlainLine() {
        var result = pawse.run("start", "shop", "--wait");

        assertThat(result.err()).isEqualTo("Waiting until shop is running, at most 10m …\n");
    }

    @Test
    void aTerminalThatCannotMoveTheCursorGetsAPlainLine() {
        pawse.terminal = new Terminal(false, false, true, 80);
        pawse.environment.put("TERM", "dumb");

        assertThat(pawse.run("start", "shop", "--wait").err()).doesNotContain("\r", "\u001b");
    }

    @Test
    void whatElseIsSaidStandsOnALineOfItsOwn() {
        pawse.terminal = new Terminal(false, false, true, 80);

        var result = pawse.run("start", "shop", "--wait", "--timeout", "1s");

        assertThat(result.code()).isEqualTo(8);
        assertThat(result.err()).contains(GONE + "\u001b[31mError:");
    }
}
