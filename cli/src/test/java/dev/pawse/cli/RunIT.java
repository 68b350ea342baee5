package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that run elsewhere, from the real program: streams, exit codes, and what other processes see of it. */
@Execution(ExecutionMode.CONCURRENT)
final class RunIT {
    @TempDir
    Path directory;

    private LocalProgram program;

    @BeforeEach
    void platform() throws IOException {
        program = LocalProgram.in(directory);
    }

    @ParameterizedTest
    @CsvSource({"exit 0, 0", "exit 7, 7", "kill -9 $$, 137"})
    void theExitCodeIsTheCommands(String script, int code) {
        var result = program.pawse.run("run", "--", "sh", "-c", "echo $GREETING; echo oops >&2; " + script);

        assertThat(result.code()).isEqualTo(code);
        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.err()).isEqualTo("oops\n");
    }

    @Test
    void tenMegabytesPassBothWaysUnchanged() throws Exception {
        byte[] bytes = new byte[10_000_000];
        new Random(42).nextBytes(bytes);

        Process process = program.start("run", "--", "cat");
        try (OutputStream in = process.getOutputStream()) {
            in.write(bytes);
        }

        assertThat(LocalProgram.ended(process)).isZero();
        assertThat(Files.readAllBytes(program.out)).isEqualTo(bytes);
        assertThat(program.err).isEmptyFile();
    }

    @Test
    void whenNobodyReadsItsOutputTheCommandIsEnded() throws Exception {
        Path launcher = directory.resolve("bin/pawse");
        Process process = program.pawse.start(
                List.of("sh", "-c", "'" + launcher + "' run -- sh -c 'echo $$; exec yes' | head -n 1"),
                program.out,
                program.err);
        long command = Long.parseLong(program.firstLine());

        assertThat(LocalProgram.ended(process)).isZero();
        assertThat(program.err).isEmptyFile();
        await().atMost(LocalProgram.PATIENCE)
                .until(() -> ProcessHandle.of(command).isEmpty());
    }

    @Test
    void whileADatabaseIsHandledNobodySeesItsPasswordOrTheSql() throws Exception {
        program.useWorkbench();

        Process dump = program.start("db", "dump", "-v");
        Path part = directory.resolve("shop.dump.part");
        await().atMost(LocalProgram.PATIENCE).until(() -> Files.exists(part) && Files.size(part) > 0);
        Process shell = program.pawse.start(
                directory.resolve("shell.out"), directory.resolve("shell.err"), "db", "shell", "-vv");
        await().atMost(LocalProgram.PATIENCE)
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
        assertThat(LocalProgram.ended(dump)).isZero();
        assertThat(LocalProgram.ended(shell)).isZero();
        assertThat(directory.resolve("shop.dump")).hasContent("half whole");
        assertThat(Files.readString(program.err) + Files.readString(directory.resolve("shell.err")))
                .doesNotContain("s3cret");

        var load = program.pawse.run("db", "load", "shop.dump", "--confirm", "shop", "--json");
        assertThat(load.code()).as(load.err()).isZero();
        assertThat(directory.resolve("loaded")).hasContent("half whole");
        assertThat(Path.of(load.json().get("backup").get("location").asString()))
                .hasContent("half whole");
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
}
