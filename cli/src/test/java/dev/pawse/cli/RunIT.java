package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands that run elsewhere, from the real program: streams, signals, the terminal, and what other processes see of it. */
@Execution(ExecutionMode.CONCURRENT)
final class RunIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Distribution pawse;
    private Path out;
    private Path err;

    @BeforeEach
    void platform() throws IOException {
        pawse = DistributionCopy.in(directory)
                .with("PROVIDER_NAME", "local")
                .with("PROVIDER_LOCAL_FILE", directory.resolve("apps.yml").toString())
                .with("PAWSE_APP", "shop");
        Files.writeString(directory.resolve("apps.yml"), """
                apps:
                  shop:
                    processes: { web: { command: "exec sleep 60" } }
                    environment: { GREETING: hello }
                """);
        out = directory.resolve("command.out");
        err = directory.resolve("command.err");
    }

    @ParameterizedTest
    @CsvSource({"exit 0, 0", "exit 7, 7", "kill -9 $$, 137"})
    void theExitCodeIsTheCommands(String script, int code) {
        var result = pawse.run("run", "--", "sh", "-c", "echo $GREETING; echo oops >&2; " + script);

        assertThat(result.code()).isEqualTo(code);
        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.err()).isEqualTo("oops\n");
    }

    @Test
    void tenMegabytesPassBothWaysUnchanged() throws Exception {
        byte[] bytes = new byte[10_000_000];
        new Random(42).nextBytes(bytes);

        Process process = pawse.start(out, err, "run", "--", "cat");
        try (OutputStream in = process.getOutputStream()) {
            in.write(bytes);
        }

        assertThat(ended(process)).isZero();
        assertThat(Files.readAllBytes(out)).isEqualTo(bytes);
        assertThat(err).isEmptyFile();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalEndsTheCommandAndIsTold(String signal, int code) throws Exception {
        Process process = pawse.startInterruptible(out, err, "run", "--", "sh", "-c", "echo $$; exec sleep 600");
        long command = Long.parseLong(firstLine());

        send(signal, process);

        assertThat(ended(process)).isEqualTo(code);
        assertThat(err).isEmptyFile();
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(command).isEmpty());
    }

    @Test
    void aFollowedLogIsLeftWithTheCodeOfASignal() throws Exception {
        Process log = pawse.startInterruptible(out, err, "logs", "-t", "-v");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(err) && Files.readString(err).contains("providers:"));

        send("INT", log);

        assertThat(ended(log)).isEqualTo(130);
    }

    @Test
    void whenNobodyReadsItsOutputTheCommandIsEnded() throws Exception {
        Path launcher = directory.resolve("bin/pawse");
        Process process = pawse.start(
                List.of("sh", "-c", "'" + launcher + "' run -- sh -c 'echo $$; exec yes' | head -n 1"), out, err);
        long command = Long.parseLong(firstLine());

        assertThat(ended(process)).isZero();
        assertThat(err).isEmptyFile();
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(command).isEmpty());
    }

    @Test
    void aShellOfThisMachineIsOnATerminal() throws Exception {
        JsonNode played = onTerminal(
                "shell", "send=stty size; echo $GREETING\\r", "expect=30 100", "expect=hello", "send=exit 3\\r");

        assertThat(played.get("code").asInt()).isEqualTo(3);
        assertThat(played.get("restored").asBoolean()).isTrue();
    }

    @Test
    void aPlatformWithoutTerminalsLeavesTheLinesToOurs() throws Exception {
        useWorkbench();

        JsonNode played = onTerminal("db shell", "expect=terminal", "send=x\\r", "expect=key 10", "send=q\\r");

        assertThat(played.get("code").asInt()).isEqualTo(7);
        assertThat(played.get("modes").get(1).toString()).isEqualTo("[\"ECHO\",\"ICANON\",\"ISIG\"]");
    }

    @Test
    void onATerminalEveryKeyGoesToTheShellAtOnce() throws Exception {
        useWorkbench();

        JsonNode played = onTerminal(
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
        useWorkbench();

        JsonNode played = onTerminal("shell", "expect=terminal", "send=x\\r", "expect=key 13", "send=~.");

        assertThat(played.get("code").asInt()).isEqualTo(130);
        assertThat(played.get("restored").asBoolean()).isTrue();
        assertThat(directory.resolve("closed")).exists();
    }

    @Test
    void theTerminalIsPutBackWhenASignalEndsTheShell() throws Exception {
        useWorkbench();

        JsonNode played = onTerminal("shell", "expect=terminal", "send=x", "expect=key", "signal=HUP");

        assertThat(played.get("code").asInt()).isEqualTo(129);
        assertThat(played.get("restored").asBoolean()).isTrue();
        assertThat(directory.resolve("closed")).exists();
    }

    @Test
    void aCommandHasNoTerminalUnlessItIsGivenOne() throws Exception {
        useWorkbench();

        assertThat(onTerminal("shell -- top", "expect=no terminal", "send=q\\r")
                        .get("code")
                        .asInt())
                .isEqualTo(7);
        assertThat(onTerminal("shell -t -- top", "expect=terminal 100x30", "send=q")
                        .get("code")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void whileADatabaseIsHandledNobodySeesItsPasswordOrTheSql() throws Exception {
        useWorkbench();

        Process dump = pawse.start(out, err, "db", "dump", "-v");
        Path part = directory.resolve("shop.dump.part");
        await().atMost(PATIENCE).until(() -> Files.exists(part) && Files.size(part) > 0);
        Process shell =
                pawse.start(directory.resolve("shell.out"), directory.resolve("shell.err"), "db", "shell", "-vv");
        await().atMost(PATIENCE)
                .until(() ->
                        Files.exists(directory.resolve("shell.out")) && Files.size(directory.resolve("shell.out")) > 0);
        shell.getOutputStream().write("select 's3cret'".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        shell.getOutputStream().flush();

        assertThat(commandLines(dump, shell)).hasSizeGreaterThanOrEqualTo(2).noneMatch(line -> line.contains("s3cret"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part)))
                .isEqualTo("rw-------");
        assertThat(directory.resolve("shop.dump")).doesNotExist();

        shell.getOutputStream().close();
        Files.createFile(directory.resolve("go"));
        assertThat(ended(dump)).isZero();
        assertThat(ended(shell)).isZero();
        assertThat(directory.resolve("shop.dump")).hasContent("half whole");
        assertThat(Files.readString(err) + Files.readString(directory.resolve("shell.err")))
                .doesNotContain("s3cret");

        var load = pawse.run("db", "load", "shop.dump", "--confirm", "shop", "--json");
        assertThat(load.code()).as(load.err()).isZero();
        assertThat(directory.resolve("loaded")).hasContent("half whole");
        assertThat(Path.of(load.json().get("backup").get("location").asString()))
                .hasContent("half whole");
    }

    @Test
    void aDumpThatIsInterruptedLeavesNothing() throws Exception {
        useWorkbench();
        Process dump = pawse.startInterruptible(out, err, "db", "dump", "x.dump");
        await().atMost(PATIENCE).until(() -> Files.exists(directory.resolve("x.dump.part")));

        send("INT", dump);

        assertThat(ended(dump)).isEqualTo(130);
        assertThat(err)
                .content()
                .contains("Interrupted: nothing is kept here")
                .contains("pawse db list -a workbench:shop");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .noneMatch(name -> name.startsWith("x.dump"));
        }
    }

    private void useWorkbench() throws IOException {
        DistributionCopy.writeJar(
                directory.resolve("plugins/workbench.jar"), DroppedWorkbench.class.getName(), DroppedWorkbench.class);
        pawse.with("PROVIDER_NAME", "workbench");
    }

    private JsonNode onTerminal(String line, String... steps) throws Exception {
        Path script = directory.resolve("terminal.py");
        try (InputStream source = RunIT.class.getResourceAsStream("/endtoend/terminal.py")) {
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

    /** What everybody on this machine can read of these processes and of those that they started. */
    private static List<String> commandLines(Process... processes) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Process process : processes) {
            List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
            process.descendants().forEach(all::add);
            for (ProcessHandle one : all) {
                Path line = Path.of("/proc", String.valueOf(one.pid()), "cmdline");
                lines.add(
                        Files.exists(line)
                                ? Files.readString(line)
                                : one.info().commandLine().orElse(""));
            }
        }
        return lines;
    }

    private String firstLine() {
        await().atMost(PATIENCE)
                .until(() -> Files.exists(out) && Files.readString(out).contains("\n"));
        try {
            return Files.readAllLines(out).get(0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(String signal, Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-s", signal, String.valueOf(process.pid())).start();
        assertThat(ended(kill)).isZero();
    }

    private static int ended(Process process) throws InterruptedException {
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as("ended").isTrue();
        return process.exitValue();
    }
}
