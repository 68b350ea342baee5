package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands with real pipes before and behind them. */
final class PipesIT {
    @TempDir
    Path directory;

    private Distribution pawse;
    private Path out;
    private Path err;

    @BeforeEach
    void platform() throws IOException {
        pawse = DistributionCopy.in(directory)
                .with("PROVIDER_NAME", "local")
                .with("PROVIDER_LOCAL_FILE", directory.resolve("apps.yml").toString());
        Files.writeString(directory.resolve("apps.yml"), """
                apps:
                  shop:  { processes: { web: { command: "exec sleep 60" } }, environment: { B: "1" } }
                  stock: { processes: { web: { command: "exec sleep 60" } } }
                """);
        out = directory.resolve("out");
        err = directory.resolve("err");
    }

    @Test
    void tenThousandLinesOfAPipeBecomeAVariableAndPassToAnotherApp() throws Exception {
        String paste = IntStream.range(0, 10_000)
                .mapToObj(i -> i + " it's \"quoted\" = # \u00e9 \ud83d\udc3e $HOME")
                .collect(Collectors.joining("\n"));

        Process process = pawse.startLine(
                out,
                err,
                "pawse config set -q PASTE=- -a shop && pawse config export -a shop | pawse config import -q - -a stock"
                        + " && pawse config get PASTE -a stock");
        try (OutputStream in = process.getOutputStream()) {
            in.write(paste.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(ended(process)).as(Files.readString(err)).isZero();
        assertThat(Files.readString(out)).endsWith(paste + "\n");
    }

    @Test
    void whoReadsOneLineOnlyIsNoFailure() throws Exception {
        Process process = pawse.startLine(
                out, err, "{ pawse config list -a shop; echo $? > code; } | head -1; pawse ps -a shop >&- 2>err2");

        ended(process);

        assertThat(out).hasContent("B=1");
        assertThat(directory.resolve("code")).hasContent("0");
        assertThat(Files.readString(err)).isEmpty();
        assertThat(directory.resolve("err2")).content().doesNotContain("Exception");
    }

    private static int ended(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
