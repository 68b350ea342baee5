package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.cli.CommandMatrix.Line;
import dev.pawse.cli.CommandMatrix.Mode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every command does on a platform: it works, for people, as JSON and without a terminal, or ends with 5 and says why and what works
 * instead.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CommandMatrixContract {
    static final String SHOP = CommandMatrix.SHOP;

    private final Map<String, String> environment = new TreeMap<>();

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** What came of a command line. */
    record Outcome(int code, String out, String err) {}

    /**
     * Makes the platform ready: an app called {@code shop} runs, has written {@code hello from shop}, has a variable
     * {@code GREETING=hello}, and where the platform has such things was built and deployed twice and has a database that holds
     * {@code rows}.
     *
     * @return the variables that lead to it
     */
    abstract Map<String, String> openPlatform(Path shared);

    /** The commands that the platform cannot do, by their first words. */
    abstract List<String> impossible();

    /** A dump that the platform takes for one. */
    String dump() {
        return "what was dumped elsewhere";
    }

    /** What comes first on the search path of programs, with a colon behind it. */
    String tools() {
        return "";
    }

    @BeforeAll
    void open(@TempDir Path shared) {
        folder = shared;
        environment.putAll(openPlatform(shared));
        environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        environment.put("PATH", tools() + System.getenv("PATH"));
        environment.put("EDITOR", "true");
        // No proxy listens there, whatever else runs on this machine.
        environment.put("ADMIN_PORT", "1");
    }

    static Stream<Arguments> matrix() {
        return CommandMatrix.LINES.stream()
                .flatMap(line -> Stream.of(Mode.values()).map(mode -> Arguments.of(line, mode)));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void aCommandWorksOrSaysWhyItCannot(Line line, Mode mode) {
        Outcome outcome = run(environment, mode.terminal(), input(line), line.arguments(mode));

        if (impossible().stream().anyMatch(line.toString()::startsWith)) {
            assertRefused(outcome, mode);
        } else if (line.asks()) {
            assertThat(outcome.code()).as("%s", outcome).isEqualTo(10);
        } else {
            assertThat(outcome.code()).as("%s", outcome).isZero();
            if (!line.path().equals("db shell")) {
                assertThat(outcome.out()).isNotBlank();
            }
            if (mode == Mode.JSON) {
                SchemaCheck.assertHolds(0, outcome.out(), line.arguments(mode));
            }
        }
    }

    private static void assertRefused(Outcome outcome, Mode mode) {
        assertThat(outcome.code()).as("%s", outcome).isEqualTo(5);
        assertThat(outcome.out()).isEmpty();
        if (mode == Mode.JSON) {
            JsonNode error = JsonMapper.shared().readTree(outcome.err()).get("error");
            assertThat(error.get("code").asString()).isEqualTo("unsupported");
            assertThat(error.get("message").asString()).hasSizeGreaterThan(30);
        } else {
            assertThat(outcome.err()).contains("Error:").hasSizeGreaterThan(40);
        }
    }

    private String input(Line line) {
        return switch (line.input()) {
            case "DUMP" -> dump();
            case "SQL" -> sql();
            default -> line.input();
        };
    }

    /** What the shell of the platform's databases answers. */
    String sql() {
        return "select 1;\n";
    }

    Outcome run(String input, String... arguments) {
        return run(environment, Terminal.NONE, input, arguments);
    }

    Outcome run(Map<String, String> variables, Terminal terminal, String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        World world = new World(
                variables,
                folder,
                null,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                terminal,
                Clock.systemUTC());
        int code = new Cli(world).run(arguments);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Where the command lines are run. */
    Path folder() {
        return folder;
    }

    Map<String, String> environment() {
        return environment;
    }
}
