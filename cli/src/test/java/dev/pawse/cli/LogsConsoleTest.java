package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogsConsoleTest {
    private static final String PAGE = "https://console.example.test/apps/shop/logs";

    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("PAWSE_APP", "shop");
        pawse.platform.add("shop").details(Map.of("logsUrl", PAGE));
    }

    @Test
    void whereThereIsNoBrowserTheAddressIsPrinted() {
        assertThat(pawse.run("logs", "console").out()).isEqualTo(PAGE + "\n");
        assertThat(pawse.run("logs", "console", "-j").json().toString())
                .isEqualTo("{\"url\":\"" + PAGE + "\",\"opened\":false}");
    }

    @Test
    void theBrowserIsOpenedUnlessOnlyTheAddressIsAskedFor() throws IOException {
        Path opened = directory.resolve("opened");
        Path browser = directory.resolve("browser");
        Files.writeString(browser, "#!/bin/sh\necho \"$1\" >> '" + opened + "'\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwxr-xr-x"));
        pawse.environment.put("BROWSER", "browser");
        pawse.environment.put("PATH", "/nowhere:" + directory);

        assertThat(pawse.run("logs", "console", "--print").out()).isEqualTo(PAGE + "\n");
        assertThat(pawse.run("logs", "console").out()).isEqualTo("Opened " + PAGE + "\n");

        Eventually.holds(
                "the page in the browser, once",
                Duration.ofSeconds(30),
                () -> Files.exists(opened) && content(opened).equals(PAGE + "\n"));
    }

    @Test
    void aProviderWithoutSuchAPageSaysWhatWorks() {
        pawse.platform.add("blog");

        var result = pawse.run("logs", "console", "-a", "blog");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("pawse logs -a test:blog");
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
