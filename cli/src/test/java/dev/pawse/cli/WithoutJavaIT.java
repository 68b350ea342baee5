package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What the launcher prints by itself, held against what the program prints; its Java is one that only says so. */
final class WithoutJavaIT {
    private static final String STARTED = "Java was started\n";

    @TempDir
    Path directory;

    private final TreeMap<String, String> environment = new TreeMap<>();
    private Distribution pawse;

    @BeforeEach
    void aJavaThatOnlySaysSo() throws IOException {
        Path home = StandInJava.in(directory, "17.0.1", "echo Java was started");
        pawse = new Distribution(directory).with("PAWSE_JAVA_HOME", home.toString());
        for (String name : List.of(
                "COLUMNS", "NO_COLOR", "PAWSE_NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM", "PAWSE_JSON")) {
            pawse.with(name, "");
        }
    }

    @Test
    void theHelpOfEveryCommandAndTopicIsTheProgramsOwn() {
        Set<String> asked = new TreeSet<>(Set.of("status"));
        asked.addAll(Catalog.firstWords());
        Cli.commands().forEach(asked::add);
        HelpTopic.all().forEach(topic -> asked.add(topic.name()));

        for (String words : asked) {
            assertThat(pawse.run((words + " --help").split(" ", -1)).out())
                    .as(words)
                    .isEqualTo(program(0, words + " --help"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void theVersionIsTheProgramsOwn(String flag) {
        assertThat(pawse.run(flag).out()).isEqualTo("pawse " + Version.text() + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "help",
                "-h",
                "ps -h",
                "help ps",
                "help colors",
                "config -h",
                "help config set",
                "config set -h",
                "config:set --help",
                "help config:set",
                "status --help"
            })
    void whatIsPlainlyAskedForNeedsNoJava(String line) {
        assertThat(pawse.run(words(line)).out()).isEqualTo(program(0, line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.set --help", "config-set --help", "config/set --help", "PS --help", "ps --help extra",
                        "help nothing",
                "-a shop ps --help", "config set -q --help", "--help --json", "--version --json", "config  --help",
                        "a:b:c -h"
            })
    void whatIsNotPlainIsTheProgramsToUnderstand(String line) {
        assertThat(pawse.run(words(line)).out()).isEqualTo(STARTED);
    }

    @ParameterizedTest
    @CsvSource({
        "0, ''",
        "0, COLUMNS=80",
        "0, COLUMNS=250",
        "0, FORCE_COLOR=1",
        "0, CLICOLOR_FORCE=1",
        "0, 'FORCE_COLOR=0,CLICOLOR_FORCE=1'",
        "0, 'NO_COLOR=1,FORCE_COLOR=1'",
        "0, 'PAWSE_NO_COLOR=1,FORCE_COLOR=1'",
        "80, ''",
        "100, TERM=xterm-256color",
        "132, TERM=xterm",
        "61, 'TERM=xterm,COLUMNS=80'",
        "80, TERM=dumb",
        "80, 'TERM=dumb,FORCE_COLOR=1'",
        "80, NO_COLOR=1",
        "80, FORCE_COLOR=0",
        "0, PAWSE_JSON=1",
    })
    void theEnvironmentDecidesOfColourAndWidthAsInTheProgram(int columns, String variables) throws Exception {
        set(variables);

        assertThat(written(columns, "config set --help")).isEqualTo(program(columns, "config set --help"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, COLUMNS=60",
        "0, COLUMNS=wide",
        "0, COLUMNS=080",
        "0, 'NO_COLOR= '",
        "0, 'FORCE_COLOR= 0'",
        "61, TERM=xterm",
        "99, TERM=xterm"
    })
    void anUnusualWidthOrVariableIsTheProgramsToUnderstand(int columns, String variables) throws Exception {
        set(variables);

        assertThat(written(columns, "config set --help")).isEqualTo(STARTED);
    }

    @Test
    void whoeverStopsReadingHasReadEnough() throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");

        Process process =
                pawse.startLine(out, err, "mkfifo pipe && exec 3<>pipe 4>pipe 3<&- && { pawse --help >&4; echo $?; }");

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(out).hasContent("0");
        assertThat(err).isEmptyFile();
    }

    private void set(String variables) {
        for (String variable : variables.split(",", -1)) {
            String[] parts = variable.split("=", 2);
            if (parts.length == 2) {
                environment.put(parts[0], parts[1]);
                pawse.with(parts[0], parts[1]);
            }
        }
    }

    /** What the program writes there. */
    private String program(int columns, String line) {
        Properties found = new Properties();
        found.setProperty("pawse.tty.stdout", String.valueOf(columns > 0));
        found.setProperty(
                "pawse.columns", environment.getOrDefault("COLUMNS", columns > 0 ? String.valueOf(columns) : ""));
        CommandLineFixture fixture = new CommandLineFixture(directory);
        fixture.environment.clear();
        fixture.environment.putAll(environment);
        fixture.terminal = Terminal.of(found);
        return fixture.run(words(line)).out();
    }

    /** What the launcher writes to a terminal so wide, or to a file. */
    private String written(int columns, String line) throws Exception {
        if (columns == 0) {
            return pawse.run(words(line)).out();
        }
        Path script = directory.resolve("terminal.py");
        try (InputStream source = WithoutJavaIT.class.getResourceAsStream("/endtoend/terminal.py")) {
            assertThat(source).isNotNull().satisfies(in -> Files.copy(in, script));
        }
        Path out = directory.resolve("out");
        Path launcher = Distribution.root().resolve("bin/pawse");
        String command = "python3 " + script + " " + columns + " 40 -- " + launcher + " " + line;
        Process process = pawse.start(List.of(command.split(" ", -1)), out, directory.resolve("err"));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return JsonMapper.shared()
                .readTree(Files.readString(out))
                .get("output")
                .asString()
                .replace("\r\n", "\n");
    }

    private static String[] words(String line) {
        return line.isEmpty() ? new String[0] : line.split(" ", -1);
    }
}
