package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Shell;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShellCommandTest {
    @TempDir
    Path directory;

    private final List<Shell.Request> asked = new CopyOnWriteArrayList<>();
    private CommandLineFixture pawse;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        use(pawse.platform);
    }

    private void use(FakeProvider platform) {
        pawse.platform = platform;
        platform.add("shop").formation(Map.of("web", 2, "worker", 1)).program((request, in, out, err) -> {
            asked.add(request);
            in.transferTo(out);
            return 0;
        });
    }

    @Test
    void withoutATerminalItIsAPipe() {
        pawse.input = "whoami\n";

        var result = pawse.run("shell", "-a", "shop");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("whoami\n");
        assertThat(asked.get(0)).isEqualTo(new Shell.Request(List.of(), null, Map.of(), null, null));
    }

    @ParameterizedTest
    @CsvSource({"web.2, web.2", "web, web.1", "worker, worker.1"})
    void aRunningProcessIsNamedByItselfOrItsType(String word, String process) {
        assertThat(pawse.run("shell", "-a", "shop", "--process", word, "--", "ls")
                        .code())
                .isZero();

        assertThat(asked.get(0).process()).isEqualTo(process);
        assertThat(pawse.platform.fake("shop").starts()).isZero();
    }

    @Test
    void aProcessThatDoesNotRunIsNotFound() {
        var interactive = pawse.run("shell", "-a", "shop", "--process", "wbe.1");
        var command = pawse.run("shell", "-a", "shop", "--process", "web.9", "--", "ls");

        assertThat(interactive.code()).isEqualTo(3);
        assertThat(interactive.err())
                .contains("shop has no running process wbe.1")
                .contains("Similar: web.1")
                .contains("pawse ps -a test:shop");
        assertThat(command.code()).isEqualTo(125);
        assertThat(pawse.platform.count(Operation.OPEN_SHELL)).isZero();
    }

    @Test
    void aPlatformThatListsNoProcessesIsGivenTheWordAsItIs() {
        use(FakeProvider.builder("test").without(Processes.class).build());

        pawse.run("shell", "-a", "shop", "--process", "web.2", "--", "ls");

        assertThat(asked.get(0).process()).isEqualTo("web.2");
    }

    @Test
    void anAppThatSleepsIsWokenWithWhatItRan() {
        pawse.run("stop", "shop");

        var result = pawse.run("shell", "-a", "shop", "--process", "worker", "--", "ls");

        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("shop sleeps: woken with web=2 worker=1.");
        assertThat(pawse.platform.fake("shop").formation()).hasToString("web=2 worker=1");
        assertThat(asked.get(0).process()).isEqualTo("worker.1");
    }

    @Test
    void anAppThatSleepsIsLeftAsleepWhereAsked() {
        pawse.platform.fake("shop").stopped();

        var result = pawse.run("shell", "-a", "shop", "--process", "web", "--no-wake");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .contains("shop sleeps: there is no process web to go into")
                .contains("pawse start -a test:shop");
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void anAppThatDoesNotWakeInTimeIsSaid() {
        pawse.platform.fake("shop").stopped().bootTakes(Duration.ofHours(1));
        pawse.timeFlies = true;

        var result = pawse.run("shell", "-a", "shop", "--process", "web", "--timeout", "1m");

        assertThat(result.code()).isEqualTo(8);
        assertThat(result.err()).contains("is starting after 1m");
    }

    @Test
    void aNewProcessNeedsNoWake() {
        pawse.platform.fake("shop").stopped();

        assertThat(pawse.run("shell", "-a", "shop", "--", "ls").code()).isZero();
        assertThat(pawse.platform.fake("shop").starts()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "shell -a shop --new --process web, --new and --process contradict each other, 2",
        "shell -a shop --size L --process web, --size is for a new process, 2",
        "shell -a shop -t -- top, not both a terminal, 125",
    })
    void contradictionsAreRefused(String line, String message, int code) {
        var result = pawse.run(line.split(" ", -1));

        assertThat(result.code()).isEqualTo(code);
        assertThat(result.err()).contains(message);
        assertThat(pawse.platform.calls()).isEmpty();
    }

    @Test
    void aPlatformWithoutShellsSaysSo() {
        use(FakeProvider.builder("test").without(Shell.class).build());

        assertThat(pawse.run("shell", "-a", "shop").code()).isEqualTo(5);
        assertThat(pawse.run("shell", "-a", "shop", "--", "ls").code()).isEqualTo(5);
    }

    @Test
    void aDryRunOpensNothing() {
        assertThat(pawse.run("shell", "-a", "shop", "--process", "web", "--dry-run")
                        .out())
                .isEqualTo("Would open a shell in web of shop.\n");
        assertThat(pawse.platform.writes()).isZero();
    }
}
