package dev.pawse.scalingo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Shell.Request;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import dev.pawse.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScalingoShellTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScalingoFixture fixture = new ScalingoFixture();
    private final Provider provider = fixture.provider();
    private final Shell shell = provider.require(Shell.class);

    @AfterEach
    void close() {
        provider.close();
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"exit 0, 0", "exit 7, 7", "kill -9 $$, 137"})
    void theExitCodeIsTheContainers(String script, int code) {
        try (Session session = run("sh", "-c", script)) {
            assertThat(session.exitCode(PATIENCE)).hasValue(code);
        }
    }

    @Test
    void closingStopsTheContainer() {
        Session session = run("sleep", "600");
        Eventually.holds("the container", PATIENCE, () -> fixture.fake.runningOneOffs("shop") == 1);

        session.close();

        Eventually.holds("its end", PATIENCE, () -> fixture.fake.runningOneOffs("shop") == 0);
        assertThat(fixture.fake.api().count(request -> request.path().matches(".*/containers/[^/]+/stop")))
                .isEqualTo(1);
    }

    @Test
    void aSessionThatEndedByItselfIsNotStopped() {
        try (Session session = run("true")) {
            assertThat(session.exitCode(PATIENCE)).hasValue(0);
        }

        assertThat(fixture.fake.api().count(request -> request.path().endsWith("/stop")))
                .isZero();
    }

    @Test
    void aTerminalsSizeIsToldWithTheFirstOutputAndWhenItChanges() throws IOException {
        Request request = new Request(List.of("sh", "-c", "echo ready; cat"), null, Map.of(), null, new Window(80, 25));
        try (Session session = shell.openShell(ScalingoFixture.SHOP, request)) {
            session.output().read();
            Eventually.holds("the first size", PATIENCE, () -> size("80", "25"));

            session.resize(new Window(120, 40));

            assertThat(size("120", "40")).isTrue();
        }
    }

    @Test
    void whatIsCutOffForItsSilenceHasNoExitCode() throws IOException {
        try (Session session = run("sh", "-c", "echo ready; exec sleep 600")) {
            // Before it has said so, its shell may yet start a child that nobody ends.
            assertThat(session.output().read()).isEqualTo('r');
            fixture.fake.cutOffOneOffs("shop");

            PawseException failure = catchThrowableOfType(PawseException.class, () -> session.exitCode(PATIENCE));

            assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(failure).hasMessageContaining("nothing was typed or written for thirty minutes");
        }
    }

    @Test
    void aContainerThatRunsCannotBeAttachedTo() {
        Request request = new Request(List.of(), "web.1", Map.of(), null, null);

        PawseException failure =
                catchThrowableOfType(PawseException.class, () -> shell.openShell(ScalingoFixture.SHOP, request));

        assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void valuesOfTheRequestAreInNoCommandLine() {
        Request request = new Request(List.of("true"), null, Map.of("TOKEN", "tell-nobody"), null, null);
        try (Session session = shell.openShell(ScalingoFixture.SHOP, request)) {
            assertThat(session.exitCode(PATIENCE)).hasValue(0);
        }

        assertThat(fixture.fake.commands("shop")).noneMatch(command -> command.contains("tell-nobody"));
    }

    private Session run(String... command) {
        return shell.openShell(ScalingoFixture.SHOP, Request.run(List.of(command)));
    }

    private boolean size(String columns, String rows) {
        return ("{\"width\":\"" + columns + "\",\"height\":\"" + rows + "\"}").equals(fixture.fake.window("shop"));
    }
}
