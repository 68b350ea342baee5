package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.testkit.FakePlatform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every command does on a platform: it works, for people and as JSON, or ends with 5 and says why and what works instead. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PlatformCommandsContract {
    static final String SHOP = "shop";

    private final Map<String, String> environment = new TreeMap<>();

    @SuppressWarnings("NullAway.Init")
    private FakePlatform platform;

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** What came of a command line. */
    record Outcome(int code, String out, String err) {}

    /**
     * A platform with an app called {@code shop} that runs, has written {@code hello from shop}, has a variable
     * {@code GREETING=hello}, was built and deployed twice, and has a database that holds {@code rows}.
     */
    abstract FakePlatform open();

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
    void openPlatform(@TempDir Path shared) {
        folder = shared;
        platform = open();
        platform.bootTime(Duration.ofMillis(50));
        environment.putAll(platform.environment(platform.type()));
        environment.put("PROVIDER_NAME", platform.type());
        environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
        environment.put("PATH", tools() + System.getenv("PATH"));
    }

    @AfterAll
    void closePlatform() {
        platform.close();
    }

    static Stream<String> commands() {
        return Stream.of(
                "apps list",
                "apps info",
                "open /orders --print",
                "open --console --print",
                "ps",
                "logs view -n 50",
                "logs console --print",
                "config list",
                "config get GREETING",
                "config set COLOUR=red",
                "config unset COLOUR --yes --if-exists",
                "scale",
                "scale web=2",
                "restart --yes --wait",
                "stop",
                "start --wait",
                "builds list",
                "builds view",
                "builds logs",
                "deployments",
                "releases list",
                "releases info",
                "releases rollback --confirm shop",
                "run -- echo hello",
                "db list",
                "db url",
                "db dump copy.dump --overwrite",
                "doctor iam --for ps",
                "auth status",
                "providers");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandWorksForPeopleAndAsJsonOrSaysWhyItCannot(String command) {
        boolean possible = impossible().stream().noneMatch(command::startsWith);

        Outcome human = run("", words(command));
        Outcome json = run("", withJson(words(command)));

        if (possible) {
            assertThat(human.code()).as("%s", human).isZero();
            assertThat(human.out()).isNotBlank();
            assertThat(json.code()).as("%s", json).isZero();
            assertIsJson(command, json.out());
        } else {
            assertThat(human.code()).as("%s", human).isEqualTo(5);
            assertThat(human.out()).isEmpty();
            assertThat(human.err()).startsWith("Error: ").hasSizeGreaterThan(40);
            assertThat(json.code()).as("%s", json).isEqualTo(5);
            assertThat(json.out()).isEmpty();
            assertThat(JsonMapper.shared()
                            .readTree(json.err())
                            .get("error")
                            .get("code")
                            .asString())
                    .isEqualTo("unsupported");
        }
    }

    @Test
    void whatTheAppWroteAndIsSetToIsShown() {
        assertThat(run("", "logs", "-a", SHOP).out()).contains("hello from shop");
        assertThat(run("", "config", "get", "GREETING", "-a", SHOP).out()).isEqualTo("hello\n");
        assertThat(run("", "apps").out()).contains(SHOP);
        assertThat(run("", "ps", "-a", SHOP).out()).contains("web");
    }

    @Test
    void aCommandsExitCodeIsPassedOn() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                impossible().stream().noneMatch("run"::equals), "commands run in running processes only");

        assertThat(run("", "run", "-a", SHOP, "--", "sh", "-c", "exit 0").code())
                .isZero();
        assertThat(run("", "run", "-a", SHOP, "--", "sh", "-c", "exit 7").code())
                .isEqualTo(7);
        assertThat(run("", "run", "-a", SHOP, "--", "sh", "-c", "kill -9 $$").code())
                .isEqualTo(137);
        assertThat(run("some input\n", "run", "-a", SHOP, "--", "cat").out()).isEqualTo("some input\n");
    }

    @Test
    void aDatabaseIsDumpedAndReplaced() throws Exception {
        Outcome loaded = run(dump(), "db", "load", "-", "--no-backup", "-a", SHOP, "--confirm", SHOP);
        assertThat(loaded.code()).as("%s", loaded).isZero();

        Outcome dumped = run("", "db", "dump", "-", "-a", SHOP);
        assertThat(dumped.code()).as("%s", dumped).isZero();
        assertThat(dumped.out()).contains(dump());
    }

    @Test
    void anAppThatIsNotThereIsNotFound() {
        Outcome outcome = run("", "ps", "-a", "nobody");

        assertThat(outcome.code()).as("%s", outcome).isEqualTo(3);
        assertThat(outcome.err()).contains("nobody");
    }

    @Test
    void stoppingAndStartingBringsBackWhatRan() {
        var before = platform.formation(SHOP);

        assertThat(run("", "stop", "-a", SHOP).code()).isZero();
        assertThat(platform.formation(SHOP).isZero()).isTrue();
        Outcome started = run("", "start", "--wait", "-a", SHOP);

        assertThat(started.code()).as("%s", started).isZero();
        assertThat(platform.formation(SHOP)).isEqualTo(before);
    }

    @Test
    void wrongCredentialsAreToldWithoutThem() {
        Map<String, String> wrong = new TreeMap<>(environment);
        wrong.replaceAll((name, value) -> name.matches(".*(TOKEN|KEY|SECRET)$") ? "wrong-" + value : value);

        Outcome outcome = run(wrong, "", "apps");

        assertThat(outcome.code()).as("%s", outcome).isEqualTo(4);
        wrong.forEach((name, value) -> {
            if (name.matches(".*(TOKEN|KEY|SECRET)$")) {
                assertThat(outcome.err() + outcome.out()).doesNotContain(value);
            }
        });
    }

    Outcome run(String input, String... arguments) {
        return run(environment, input, arguments);
    }

    private Outcome run(Map<String, String> variables, String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        World world = new World(
                variables,
                folder,
                null,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                Terminal.NONE,
                Clock.systemUTC());
        int code = new Cli(world).run(arguments);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static String[] words(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        boolean aboutOne = Stream.of("apps list", "auth", "providers").noneMatch(command::startsWith);
        if (aboutOne) {
            int end = words.indexOf("--");
            words.addAll(end < 0 ? words.size() : end, List.of("-a", SHOP));
        }
        return words.toArray(String[]::new);
    }

    private static String[] withJson(String... words) {
        return Stream.concat(Stream.of("--json"), Arrays.stream(words)).toArray(String[]::new);
    }

    /** One value, or for what comes bit by bit one a line; what a command for elsewhere writes is its own. */
    private static void assertIsJson(String command, String text) {
        if (command.startsWith("run")) {
            assertThat(text).isEqualTo("hello\n");
            return;
        }
        boolean lines = command.startsWith("logs view") || command.startsWith("builds logs");
        for (String part : lines ? text.split("\n") : new String[] {text}) {
            JsonNode value = JsonMapper.shared().readTree(part);
            assertThat(value.isContainer()).as(part).isTrue();
        }
    }
}
