package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands with real pipes before and behind them. */
final class PipesIT {
    @TempDir
    Path directory;

    private LocalProgram program;

    @BeforeEach
    void platform() throws IOException {
        program = LocalProgram.in(directory, """
                apps:
                  shop:  { processes: { web: { command: "exec sleep 60" } }, environment: { B: "1" } }
                  stock: { processes: { web: { command: "exec sleep 60" } } }
                """);
    }

    @Test
    void tenThousandLinesOfAPipeBecomeAVariableAndPassToAnotherApp() throws Exception {
        String paste = IntStream.range(0, 10_000)
                .mapToObj(i -> i + " it's \"quoted\" = # \u00e9 \ud83d\udc3e $HOME")
                .collect(Collectors.joining("\n"));

        Process process = program.pawse.startLine(
                program.out,
                program.err,
                "pawse config set -q PASTE=- -a shop && pawse config export -a shop | pawse config import -q - -a stock"
                        + " && pawse config get PASTE -a stock");
        try (OutputStream in = process.getOutputStream()) {
            in.write(paste.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(LocalProgram.ended(process))
                .as(Files.readString(program.err))
                .isZero();
        assertThat(Files.readString(program.out)).endsWith(paste + "\n");
    }

    @Test
    void whoReadsOneLineOnlyIsNoFailure() throws Exception {
        Process process = program.pawse.startLine(
                program.out,
                program.err,
                "{ pawse config list -a shop; echo $? > code; } | head -1; pawse ps -a shop >&- 2>err2");

        LocalProgram.ended(process);

        assertThat(program.out).hasContent("B=1");
        assertThat(directory.resolve("code")).hasContent("0");
        assertThat(Files.readString(program.err)).isEmpty();
        assertThat(directory.resolve("err2")).content().doesNotContain("Exception");
    }
}
