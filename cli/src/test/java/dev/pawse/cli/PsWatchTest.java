package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.capability.Processes;
import dev.pawse.testkit.FakeApp;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PsWatchTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;

    /** An app that loses one process and gets another between the second and the third look. */
    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("PAWSE_APP", "shop");
        pawse.timeFlies = true;
        FakeApp shop = pawse.platform.add("shop").formation(Map.of("web", 1, "worker", 1));
        pawse.platform.faults().on(Operation.PROCESSES).doing(() -> {
            if (pawse.platform.count(Operation.PROCESSES) == 3) {
                shop.runByHand(Map.of("web", 2, "worker", 0));
            }
        });
    }

    @Test
    void eachChangeIsOneLine() {
        var result = pawse.run("ps", "--watch", "--timeout", "1m");

        assertThat(result.code()).isZero();
        assertThat(result.out().lines())
                .extracting(line -> line.replaceFirst("^\\S+ ", ""))
                .containsExactly("web.1  running", "worker.1  running", "web.2  running", "worker.1  gone");
    }

    @Test
    void eachChangeIsOneObjectForPrograms() {
        assertThat(pawse.run("ps", "web", "-w", "--timeout", "1m", "--json")
                        .out()
                        .lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("{\"ts\":\"2026-09-01T12:00:")
                .contains("\"event\":\"appeared\",\"name\":\"web.1\"");
    }

    @Test
    void aTerminalShowsTheWholeInPlace() {
        pawse.terminal = new Terminal(true, true, true, 80);
        pawse.environment.put("NO_COLOR", "1");

        String out = pawse.run("ps", "-w", "--timeout", "1m").out();

        assertThat(out).startsWith("\u001b[H=== web (1/1)").endsWith("\u001b[J");
        assertThat(out.substring(out.lastIndexOf("\u001b[H")))
                .contains("=== web (2/2)")
                .doesNotContain("worker.1");
    }

    @Test
    void aProviderWithoutProcessesSaysSo() {
        pawse.platform = FakeProvider.builder("test").without(Processes.class).build();
        pawse.platform.add("shop");

        assertThat(pawse.run("ps", "-w").code()).isEqualTo(5);
        assertThat(pawse.run("restart").code()).isEqualTo(5);
    }
}
