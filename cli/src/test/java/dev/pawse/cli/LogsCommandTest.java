package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.testkit.FakeApp;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogsCommandTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;
    private FakeApp shop;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("PAWSE_APP", "test:shop");
        shop = pawse.platform.add("shop");
        shop.log().write("web.1", "long ago");
        pawse.clock.advance(Duration.ofHours(1));
        shop.log().write("web.1", "first").write("worker.1", "second").write("web.2", "router", "third");
    }

    @Test
    void theLastFiveMinutesAreShown() {
        assertThat(pawse.run("logs", "--utc").out())
                .isEqualTo("13:00:00.000 web.1  first\n13:00:00.000 worker.1  second\n13:00:00.000 web.2  third\n");
    }

    @ParameterizedTest
    @CsvSource({
        "--since 2h, 4",
        "--since 2026-09-01T11:00:00Z, 4",
        "-s 90m --until 30m, 1",
        "-n 2, 2",
        "--process web --since 2h, 3",
        "--process web.2, 1",
        "--source router, 1",
        "--grep ^(first|third)$, 2",
        "-n 1 --grep s, 1",
    })
    void linesAreChosen(String flags, int lines) {
        assertThat(pawse.run(("logs " + flags).split(" ", -1)).out().lines()).hasSize(lines);
    }

    @Test
    void aFollowedLogEndsWithItsTimeout() {
        pawse.timeFlies = true;

        var result = pawse.run("logs", "--tail", "--timeout", "5s");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out().lines()).hasSize(3);
    }

    @Test
    void aFilterIsForPlatformsThatHaveThem() {
        var result = pawse.run("logs", "--filter", "{ $.level = error }");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("--grep");
    }

    @Test
    void timesCanBeLeftOut() {
        assertThat(pawse.run("logs", "--no-timestamps", "-n", "1").out()).isEqualTo("web.2  third\n");
        assertThat(pawse.run("logs", "--raw", "-n", "1").out()).isEqualTo("third\n");
    }

    @Test
    void aLineInJsonHasEveryPartOfTheContract() {
        assertThat(pawse.run("logs", "-n", "1", "--json").out())
                .isEqualTo(
                        "{\"ts\":\"2026-09-01T13:00:00.000Z\",\"ingestedAt\":null,\"process\":\"web.2\",\"stream\":null,"
                                + "\"source\":\"router\",\"message\":\"third\",\"level\":null,\"id\":null}\n");
    }

    @Test
    void aLossIsReported() {
        shop.log().lose(7, "sampled");

        assertThat(pawse.run("logs").out()).endsWith("--- 7 lines are missing (sampled)\n");
        assertThat(pawse.run("logs", "-j").out())
                .contains("\"event\":\"dropped\"")
                .contains("\"count\":7");
    }

    @Test
    void followingEndsWithTheLog() {
        shop.log().end();

        var result = pawse.run("logs", "--tail", "--since", "2h");

        assertThat(result.code()).isZero();
        assertThat(result.out().lines()).hasSize(4);
    }

    @Test
    void aMessageCannotSteerTheTerminal() {
        shop.log().write("web.1", "clear \u001b[2J");

        assertThat(pawse.run("logs", "-n", "1").out()).contains("clear \\u001b[2J");
    }

    @Test
    void anEmptyStretchSaysHowToLookFurther() {
        pawse.clock.advance(Duration.ofHours(1));

        var result = pawse.run("logs");

        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("--since");
    }

    @ParameterizedTest
    @CsvSource({"--grep (", "--since yesterday", "-n 0", "--until 25:00"})
    void whatCannotBeReadIsRefused(String flags) {
        assertThat(pawse.run(("logs " + flags).split(" ", -1)).code()).isEqualTo(2);
    }
}
