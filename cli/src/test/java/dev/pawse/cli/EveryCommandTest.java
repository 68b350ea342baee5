package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.cli.CommandLineFixture.Result;
import dev.pawse.cli.CommandMatrix.Line;
import dev.pawse.cli.CommandMatrix.Mode;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Builds;
import dev.pawse.testkit.FakeApp;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every command whatever the platform: formats for programs, and surroundings that lack something. */
final class EveryCommandTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platformWithEverything() {
        pawse = fixture();
    }

    private CommandLineFixture fixture() {
        CommandLineFixture fixture = new CommandLineFixture(directory);
        fixture.timeFlies = true;
        fixture.environment.put("ADMIN_PORT", "1");
        FakeApp shop = fixture.platform
                .add("shop")
                .configVars(Map.of("GREETING", Secret.of("hello"), "TOKEN", Secret.of("two\nlines\tand a tab")))
                .details(Map.of(
                        "url", "https://shop.example.test",
                        "logsUrl", "https://logs.example.test/shop",
                        "consoleUrl", "https://console.example.test/shop"));
        shop.addDatabase("main").fill("rows");
        shop.log().write("web.1", "hello from shop");
        for (int i = 0; i < 2; i++) {
            String build = shop.history().beginBuild();
            shop.history().buildLog(build).write("build", "compiling");
            shop.history().endBuild(build, Builds.Status.SUCCEEDED);
            shop.history().deploy(1);
            shop.history().release("Deploy " + i);
        }
        return fixture;
    }

    /** Those that write values of ours. */
    static Stream<Line> lines() {
        return CommandMatrix.LINES.stream().filter(line -> !line.passesThrough() && !line.asks());
    }

    static Stream<Line> all() {
        return CommandMatrix.LINES.stream().filter(line -> !line.asks());
    }

    /** What is remembered of an app that is stopped has to be kept somewhere. */
    static Stream<Line> allThatRememberNothing() {
        return all().filter(line -> !line.path().equals("stop"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void tsvIsOneRecordALineWithoutHeaderAndColour(Line line) {
        JsonNode json = json(line);

        Result tsv = run(fixture(), line, "-F", "tsv", "--color", "always");

        assertThat(tsv.code()).as(tsv.err()).isZero();
        List<String> records = tsv.out().lines().toList();
        assertThat(records).as("%s", json).hasSize(records(line, json));
        assertThat(tsv.out()).doesNotContain("\u001b");
        assertThat(records.stream().map(record -> record.split("\t", -1).length).distinct())
                .as("parts of each record")
                .hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void jsonLinesAreOneValueALine(Line line) {
        JsonNode json = json(line);

        Result lines = run(fixture(), line, "-F", "jsonl");

        assertThat(lines.code()).as(lines.err()).isZero();
        assertThat(lines.out().lines()).hasSize(records(line, json));
        assertThat(lines.out().lines())
                .allMatch(one -> JsonMapper.shared().readTree(one).isContainer());
    }

    @ParameterizedTest
    @MethodSource("all")
    void aReaderThatLeavesIsNoFailure(Line line) {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        prepare(pawse, line);

        Result result = pawse.run(closed, line.arguments(Mode.NO_TERMINAL));

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).doesNotContain("Broken pipe", "Exception");
    }

    @ParameterizedTest
    @MethodSource("allThatRememberNothing")
    void aHomeThatIsNoneIsNoFailure(Line line) throws IOException {
        noHome();

        Result result = run(pawse, line);

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).doesNotContain("Exception", "not-a-folder");
    }

    @Test
    void anAppWhoseFormationCannotBeKeptIsNotStopped() throws IOException {
        noHome();

        Result result = pawse.run("stop", "-a", "shop");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).contains("not-a-folder", "cannot be written");
        assertThat(pawse.platform.writes()).isZero();
    }

    @ParameterizedTest
    @MethodSource("all")
    void noHomeAndNoTerminalTypeAreNoFailures(Line line) {
        pawse.environment
                .keySet()
                .removeIf(name -> name.startsWith("XDG") || name.equals("HOME") || name.equals("TERM"));
        pawse.environment.put("XDG_STATE_HOME", directory.resolve("state").toString());
        pawse.terminal = new Terminal(false, true, true, 0);

        Result result = run(pawse, line);

        assertThat(result.code()).as(result.err()).isZero();
    }

    @Test
    void tenThousandLinesArePastedIntoAVariable() {
        String paste = "a line of a paste, 'quoted' \"twice\" and = # \\n 🙂\n".repeat(10_000);
        pawse.input = paste + "\n";

        assertThat(pawse.run("config", "set", "PASTE=-", "-a", "shop").code()).isZero();

        assertThat(pawse.platform.fake("shop").configVars()).containsEntry("PASTE", Secret.of(paste));
        assertThat(pawse.run("config", "get", "PASTE", "-a", "shop").out()).isEqualTo(paste + "\n");
    }

    @Test
    void tenThousandLinesArePastedIntoAShell() {
        String paste = "a line of a paste = # \\n 🙂\n".repeat(10_000);
        pawse.input = paste;

        Result result = pawse.run("shell", "-a", "shop", "--", "cat");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo(paste);
    }

    private void noHome() throws IOException {
        Path file = Files.writeString(directory.resolve("not-a-folder"), "");
        for (String name : List.of("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")) {
            pawse.environment.put(name, file.resolve("home").toString());
        }
    }

    private JsonNode json(Line line) {
        Result result = run(fixture(), line, "--json");
        assertThat(result.code()).as(result.err()).isZero();
        String text = result.out();
        return JsonMapper.shared()
                .readTree(line.streams() ? "[" + String.join(",", text.lines().toList()) + "]" : text);
    }

    /** How many records a result has. */
    private static int records(Line line, JsonNode json) {
        return switch (line.path()) {
            case "config export" -> json.size();
            case "providers" -> json.get("providers").size();
            default -> json.isArray() ? json.size() : 1;
        };
    }

    private static Result run(CommandLineFixture fixture, Line line, String... flags) {
        prepare(fixture, line);
        List<String> words = new ArrayList<>(Arrays.asList(flags));
        words.addAll(List.of(line.arguments(Mode.NO_TERMINAL)));
        return fixture.run(words.toArray(String[]::new));
    }

    private static void prepare(CommandLineFixture fixture, Line line) {
        fixture.input = line.path().equals("db load") ? dump(fixture) : line.input();
        if (line.path().equals("start")) {
            fixture.platform.fake("shop").stopped();
        }
    }

    /** What the platform takes for a dump is what it once wrote. */
    private static String dump(CommandLineFixture fixture) {
        Terminal terminal = fixture.terminal;
        fixture.terminal = Terminal.NONE;
        String dump = fixture.run("db", "dump", "-", "-a", "shop").out();
        fixture.terminal = terminal;
        return dump;
    }
}
