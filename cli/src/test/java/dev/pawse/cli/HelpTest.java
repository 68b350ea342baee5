package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void nothingConfigured() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.clear();
    }

    @Test
    void helpListsEveryCommand() {
        String help = pawse.run("--help").out();

        assertThat(Catalog.firstWords()).allSatisfy(word -> assertThat(help).contains("\n  " + word));
        assertThat(pawse.run().out()).isEqualTo(help);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyCommandHelpsWithoutAnyConfiguration(String path) {
        var result = pawse.run((path + " --help").split(" ", -1));

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("Usage: pawse " + path).contains("--json");
        assertThat(result.out().lines()).allMatch(line -> line.length() <= 120);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h config set", "config -h set", "config set -h", "config set A=1 -h", "help config set"})
    void helpIsAskedForAnywhereOnTheLine(String line) {
        assertThat(pawse.run(line.split(" ", -1)).out()).contains("Usage: pawse config set KEY=VALUE...");
    }

    @Test
    void aGroupTellsItsCommands() {
        assertThat(pawse.run("config", "--help").out())
                .contains("config list", "config get", "config set", "config unset");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-V", "--version", "ps -V", "-a x ps --version"})
    void theVersionIsToldAnywhereOnTheLine(String line) {
        assertThat(pawse.run(line.split(" ", -1)).out()).matches("pawse \\d.*\\R");
    }

    @Test
    void helpFitsANarrowTerminal() {
        pawse.terminal = new Terminal(true, true, true, 60);

        assertThat(pawse.run("logs", "view", "--help").out().lines())
                .filteredOn(line -> !line.startsWith("  pawse "))
                .allMatch(line -> line.length() <= 60);
    }

    private static Stream<String> paths() {
        return Catalog.entries().stream().map(Catalog.Entry::path);
    }
}
