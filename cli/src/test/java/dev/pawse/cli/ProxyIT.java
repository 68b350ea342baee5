package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyIT {
    @TempDir
    Path directory;

    @Test
    void everythingWrongWithTheConfigurationIsToldAtOnce() {
        var result = new Distribution(directory)
                .with("PROVIDER_NAME", "local")
                .with("ADMIN_PORT", "many")
                .run("proxy", "--port", "99999");

        assertThat(result.code()).isEqualTo(11);
        assertThat(result.err()).contains("--port").contains("ADMIN_PORT").contains("[invalid_config, exit 11]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void itTellsItsAddressesAndEndsInOrderWhenAsked(String signal) throws Exception {
        Files.writeString(
                directory.resolve("apps.yml"),
                "apps:\n  blog:\n    processes:\n      web: { command: \"exec cat\" }\n");
        Path out = directory.resolve("proxy.out");
        Process proxy = new Distribution(directory)
                .with("PROVIDER_NAME", "local")
                .with("PROVIDER_LOCAL_FILE", "apps.yml")
                .with("PROXY_PRE_STOP_DELAY", "0")
                .startInterruptible(
                        out,
                        directory.resolve("proxy.err"),
                        "proxy",
                        "-P",
                        "0",
                        "--admin-port",
                        "0",
                        "-H",
                        "127.0.0.1",
                        "-j");
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> text(out).contains("\"event\":\"started\""));

            LocalProgram.send(signal, proxy);

            assertThat(proxy.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(proxy.exitValue()).isZero();
            assertThat(text(directory.resolve("proxy.err")))
                    .contains("INFO")
                    .doesNotContain("WARN io")
                    .doesNotContain("ERROR");
        } finally {
            proxy.destroyForcibly();
        }
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
