package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real program on apps of this machine, in a folder of the test: started, typed at and sent signals. */
final class LocalProgram {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final Distribution pawse;
    /** What a command that goes on has written. */
    final Path out;

    final Path err;
    private final Path directory;

    private LocalProgram(Path directory, Distribution pawse) {
        this.directory = directory;
        this.pawse = pawse;
        out = directory.resolve("command.out");
        err = directory.resolve("command.err");
    }

    /** One app, {@code shop}, with a variable. */
    static LocalProgram in(Path directory) throws IOException {
        return in(directory, """
            apps:
              shop:
                processes: { web: { command: "exec sleep 60" } }
                environment: { GREETING: hello }
            """);
    }

    /** @param apps what is in the file of the apps */
    static LocalProgram in(Path directory, String apps) throws IOException {
        Path file = Files.writeString(directory.resolve("apps.yml"), apps);
        return new LocalProgram(
                directory,
                DistributionCopy.in(directory)
                        .with("PROVIDER_NAME", "local")
                        .with("PROVIDER_LOCAL_FILE", file.toString())
                        .with("PAWSE_APP", "shop")
                        // Where the tests are run without anybody, the terminal of a test has somebody.
                        .with("CI", ""));
    }

    /** Has it work on a platform that goes on until it is told. */
    void useWorkbench() throws IOException {
        DistributionCopy.writeJar(
                directory.resolve("plugins/workbench.jar"), DroppedWorkbench.class.getName(), DroppedWorkbench.class);
        pawse.with("PROVIDER_NAME", "workbench");
    }

    Process start(String... arguments) throws IOException {
        return pawse.start(out, err, arguments);
    }

    Process startInterruptible(String... arguments) throws IOException {
        return pawse.startInterruptible(out, err, arguments);
    }

    /** Plays what a person does at a terminal of 100 columns and 30 rows. */
    JsonNode onTerminal(String line, String... steps) throws IOException, InterruptedException {
        Path script = directory.resolve("terminal.py");
        try (InputStream source = LocalProgram.class.getResourceAsStream("/endtoend/terminal.py")) {
            assertThat(source).isNotNull();
            Files.write(script, source.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("python3", script.toString(), "100", "30"));
        command.addAll(List.of(steps));
        command.addAll(List.of("--", directory.resolve("bin/pawse").toString()));
        command.addAll(List.of(line.split(" ", -1)));
        Process process = pawse.start(command, out, err);
        assertThat(ended(process)).as(Files.readString(err)).isZero();
        return JsonMapper.shared().readTree(Files.readString(out));
    }

    String firstLine() throws IOException {
        awaitText(out, "\n");
        return Files.readAllLines(out).get(0);
    }

    static void awaitText(Path file, String text) {
        await().atMost(PATIENCE)
                .until(() -> Files.exists(file) && Files.readString(file).contains(text));
    }

    static void send(String signal, Process process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-s", signal, String.valueOf(process.pid())).start();
        assertThat(ended(kill)).isZero();
    }

    static int ended(Process process) throws InterruptedException {
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as("ended").isTrue();
        return process.exitValue();
    }
}
