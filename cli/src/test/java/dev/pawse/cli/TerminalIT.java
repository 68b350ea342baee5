package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Commands on a real terminal: who gets the keys, what is shown, and that the terminal is left as it was found. */
@Execution(ExecutionMode.CONCURRENT)
final class TerminalIT {
    @TempDir
    Path directory;

    private LocalProgram program;

    @BeforeEach
    void platform() throws IOException {
        program = LocalProgram.in(directory);
    }

    @Test
    void aShellOfThisMachineIsOnATerminal() throws Exception {
        JsonNode played = program.onTerminal(
                "shell", "send=stty size; echo $GREETING\\r", "expect=30 100", "expect=hello", "send=exit 3\\r");

        assertThat(played.get("code").asInt()).isEqualTo(3);
        assertThat(played.get("restored").asBoolean()).isTrue();
    }

    @Test
    void aPlatformWithoutTerminalsLeavesTheLinesToOurs() throws Exception {
        program.useWorkbench();

        JsonNode played = program.onTerminal("db shell", "expect=terminal", "send=x\\r", "expect=key 10", "send=q\\r");

        assertThat(played.get("code").asInt()).isEqualTo(7);
        assertThat(played.get("modes").get(1).toString()).isEqualTo("[\"ECHO\",\"ICANON\",\"ISIG\"]");
    }

    @Test
    void onATerminalEveryKeyGoesToTheShellAtOnce() throws Exception {
        program.useWorkbench();

        JsonNode played = program.onTerminal(
                "shell",
                "expect=terminal 100x30",
                "send=a",
                "expect=key 97",
                "send=\\x03",
                "expect=key 3",
                "resize=120x40",
                "expect=now 120x40",
                "send=q");

        assertThat(played.get("code").asInt()).isEqualTo(7);
        assertThat(played.get("modes").get(1).toString())
                .as("what the terminal does by itself")
                .isEqualTo("[]");
        assertThat(played.get("restored").asBoolean()).isTrue();
    }

    @Test
    void aShellThatHangsIsLeftByTheEscape() throws Exception {
        program.useWorkbench();

        JsonNode played = program.onTerminal("shell", "expect=terminal", "send=x\\r", "expect=key 13", "send=~.");

        assertThat(played.get("code").asInt()).isEqualTo(130);
        assertThat(played.get("restored").asBoolean()).isTrue();
        assertThat(directory.resolve("closed")).exists();
    }

    @Test
    void theTerminalIsPutBackWhenASignalEndsTheShell() throws Exception {
        program.useWorkbench();

        JsonNode played = program.onTerminal("shell", "expect=terminal", "send=x", "expect=key", "signal=HUP");

        assertThat(played.get("code").asInt()).isEqualTo(129);
        assertThat(played.get("restored").asBoolean()).isTrue();
        assertThat(directory.resolve("closed")).exists();
    }

    @Test
    void aCommandHasNoTerminalUnlessItIsGivenOne() throws Exception {
        program.useWorkbench();

        assertThat(program.onTerminal("shell -- top", "expect=no terminal", "send=q\\r")
                        .get("code")
                        .asInt())
                .isEqualTo(7);
        assertThat(program.onTerminal("shell -t -- top", "expect=terminal 100x30", "send=q")
                        .get("code")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void aValueThatIsAskedForIsNotShown() throws Exception {
        JsonNode played = program.onTerminal("config set TOKEN", "expect=TOKEN:", "send=s3cret value\\r");

        assertThat(played.get("code").asInt()).as(played.toString()).isZero();
        assertThat(played.get("modes").get(0).toString()).isEqualTo("[\"ICANON\",\"ISIG\"]");
        assertThat(played.get("output").asString()).contains("TOKEN (new)").doesNotContain("s3cret");
        assertThat(played.get("restored").asBoolean()).isTrue();
        assertThat(program.pawse.run("config", "get", "TOKEN").out()).isEqualTo("s3cret value\n");
    }

    @ParameterizedTest
    @CsvSource({"config set TOKEN, TOKEN:", "auth login heroku, api token:"})
    void whoInterruptsAHiddenQuestionGetsTheTerminalBack(String line, String question) throws Exception {
        JsonNode played = program.onTerminal(line, "expect=" + question, "send=half a s3cret\\x03");

        assertThat(played.get("code").asInt()).as(played.toString()).isEqualTo(130);
        assertThat(played.get("modes").get(0).toString()).isEqualTo("[\"ICANON\",\"ISIG\"]");
        assertThat(played.get("output").asString()).doesNotContain("s3cret");
        assertThat(played.get("restored").asBoolean()).isTrue();
    }
}
