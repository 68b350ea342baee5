package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What long commands do at Ctrl-C: what runs for them elsewhere ends or is told, and the exit code is that of the signal. */
@Execution(ExecutionMode.CONCURRENT)
final class InterruptIT {
    @TempDir
    Path directory;

    private LocalProgram program;

    @BeforeEach
    void platform() throws IOException {
        program = LocalProgram.in(directory);
    }

    @ParameterizedTest
    @CsvSource({"run, INT, 130", "run, TERM, 143", "shell, INT, 130"})
    void aSignalEndsTheCommandElsewhereAndIsTold(String command, String signal, int code) throws Exception {
        Process process = program.startInterruptible(command, "--", "sh", "-c", "echo $$; exec sleep 600");
        long remote = Long.parseLong(program.firstLine());

        LocalProgram.send(signal, process);

        assertThat(LocalProgram.ended(process)).isEqualTo(code);
        assertThat(program.err).isEmptyFile();
        await().atMost(LocalProgram.PATIENCE)
                .until(() -> ProcessHandle.of(remote).isEmpty());
    }

    @Test
    void aFollowedLogIsLeftWithTheCodeOfASignal() throws Exception {
        Process log = program.startInterruptible("logs", "-t", "-v");
        LocalProgram.awaitText(program.err, "providers:");

        LocalProgram.send("INT", log);

        assertThat(LocalProgram.ended(log)).isEqualTo(130);
    }

    @ParameterizedTest
    @CsvSource({"ps, web.1, ''", "deployments, in-progress, the deployment goes on without us"})
    void aWatchIsLeftWithTheCodeOfASignal(String command, String shown, String told) throws Exception {
        program.useWorkbench();
        Process watch = program.startInterruptible(command, "--watch");
        assertThat(program.firstLine()).contains(shown);

        LocalProgram.send("INT", watch);

        assertThat(LocalProgram.ended(watch)).isEqualTo(130);
        assertThat(program.err).content().contains(told).doesNotContain("Exception");
    }

    @Test
    void aDumpThatIsInterruptedLeavesNothing() throws Exception {
        program.useWorkbench();
        Process dump = program.startInterruptible("db", "dump", "x.dump");
        await().atMost(LocalProgram.PATIENCE).until(() -> Files.exists(directory.resolve("x.dump.part")));

        LocalProgram.send("INT", dump);

        assertThat(LocalProgram.ended(dump)).isEqualTo(130);
        assertThat(program.err)
                .content()
                .contains("Interrupted: nothing is kept here")
                .contains("pawse db list -a workbench:shop");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .noneMatch(name -> name.startsWith("x.dump"));
        }
    }
}
