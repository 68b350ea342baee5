package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenCommandTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("PAWSE_APP", "shop");
        pawse.platform
                .add("shop")
                .details(Map.of("url", "https://shop.example.test", "consoleUrl", "https://console.example.test/shop"));
    }

    @ParameterizedTest
    @CsvSource({
        "open --print, https://shop.example.test",
        "open /orders?page=2 --print, https://shop.example.test/orders?page=2",
        "open orders, https://shop.example.test/orders",
        "open --console --print, https://console.example.test/shop"
    })
    void theAddressIsPrintedWhereItCannotBeOpened(String line, String address) {
        assertThat(pawse.run(line.split(" ", -1)).out()).isEqualTo(address + "\n");
    }

    @Test
    void jsonTellsWhetherItWasOpened() {
        assertThat(pawse.run("open", "-j").json().toString())
                .isEqualTo("{\"url\":\"https://shop.example.test\",\"opened\":false}");
    }

    @ParameterizedTest
    @CsvSource({"open https://evil.test/", "open 'a b'", "open /x --console"})
    void whatIsNoPathOfTheAppIsRefused(String line) {
        assertThat(pawse.run(line.replace("'", "").split(" (?!b)", -1)).code()).isEqualTo(2);
    }

    @Test
    void anAppWithoutADomainSaysSo() {
        pawse.platform.add("worker").hosts();

        var result = pawse.run("open", "-a", "worker");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("has no address");
    }

    @Test
    void aPlatformWithoutAPageSaysWhatWorks() {
        pawse.platform.add("worker");

        var result = pawse.run("open", "-a", "worker", "--console");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("pawse apps info -a test:worker");
    }
}
