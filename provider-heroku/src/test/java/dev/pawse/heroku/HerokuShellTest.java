package dev.pawse.heroku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Processes.AppProcess;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Shell.Request;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HerokuShellTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FakeHeroku heroku = FakeHeroku.start();
    private final Provider provider = Harness.provider(heroku);

    HerokuShellTest() {
        heroku.addApp("shop", heroku.formation());
    }

    @AfterEach
    void close() {
        provider.close();
        heroku.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void outputAndExitCodeSurviveHoweverTheyAreCut(int pieces) throws IOException {
        heroku.outputPieces(pieces);

        try (Session session = open("sh", "-c", "echo one; echo ünïcødé; exit 7")) {
            assertThat(output(session)).isEqualTo("one\nünïcødé\n");
            assertThat(session.exitCode(PATIENCE)).hasValue(7);
        }
    }

    @Test
    void aKilledCommandTellsSo() {
        try (Session session = open("sh", "-c", "kill -9 $$")) {
            assertThat(session.exitCode(PATIENCE)).hasValue(137);
        }
    }

    @Test
    void aDynoThatIsStoppedElsewhereHasNoExitCode() {
        try (Session session = open("sleep", "600")) {
            heroku.stopDyno("shop", oneOffs().get(0));

            assertThatExceptionOfType(PawseException.class)
                    .isThrownBy(() -> session.exitCode(PATIENCE))
                    .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.FAILED))
                    .withMessageContaining("without an exit code");
        }
    }

    @Test
    void aSessionThatIsClosedStopsItsDyno() {
        Session session = open("sleep", "600");
        assertThat(oneOffs()).hasSize(1);

        session.close();

        assertThat(oneOffs()).isEmpty();
        assertThat(stops()).isEqualTo(1);
    }

    @Test
    void aCommandThatHasEndedIsNotStopped() {
        try (Session session = open("true")) {
            assertThat(session.exitCode(PATIENCE)).hasValue(0);
        }

        assertThat(stops()).isZero();
    }

    @Test
    void aDynoThatCannotBeReachedIsStopped() {
        heroku.api().fail(this::createsDyno, 1, request -> ApiReply.json(201, """
                        {"name": "run.1", "type": "run", "state": "starting", "attach_url": "rendezvous://localhost:1/secret"}
                        """));

        assertThatExceptionOfType(PawseException.class)
                .isThrownBy(() -> open("true"))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE))
                .withMessageContaining("localhost:1")
                .withMessageNotContaining("secret");
        assertThat(stops()).isEqualTo(1);
    }

    @Test
    void aReleaseThatIsNotFoundYetIsAskedForAgain() {
        heroku.api()
                .fail(
                        this::createsDyno,
                        2,
                        request -> ApiReply.json(409, "{\"id\":\"conflict\",\"message\":\"Release not found.\"}"));

        try (Session session = open("true")) {
            assertThat(session.exitCode(PATIENCE)).hasValue(0);
        }
    }

    @Test
    void aTerminalsSizeIsToldAtTheBeginning() throws IOException {
        Request request =
                new Request(List.of("sh", "-c", "echo $COLUMNS x $LINES"), null, Map.of(), null, new Window(132, 43));

        try (Session session = provider.require(Shell.class).openShell(Harness.id("shop"), request)) {
            assertThat(output(session)).isEqualTo("132 x 43\r\n");
            assertThat(session.exitCode(PATIENCE)).hasValue(0);
        }
    }

    @Test
    void inputThatEndsWithinALineIsReadWhole() throws IOException {
        try (Session session = open("cat")) {
            session.input().write("no end of line".getBytes(StandardCharsets.UTF_8));
            session.input().close();

            assertThat(output(session)).isEqualTo("no end of line");
        }
    }

    @Test
    void everyDynoHasAnEnd() {
        try (Session session = open("true")) {
            session.exitCode(PATIENCE);
        }

        assertThat(created().text()).contains("\"time_to_live\":43200").contains("\"attach\":true");
    }

    @Test
    void aDynoOfTheNewerGenerationIsRefusedBeforeItIsMade() {
        heroku.generation("shop", "fir");

        assertThatExceptionOfType(PawseException.class)
                .isThrownBy(() -> open("true"))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED))
                .withMessageContaining("heroku run");
        assertThat(heroku.api().count(this::createsDyno)).isZero();
    }

    @Test
    void aDynoThatRunsCannotBeAttachedTo() {
        assertThatExceptionOfType(PawseException.class)
                .isThrownBy(() -> provider.require(Shell.class)
                        .openShell(Harness.id("shop"), new Request(List.of(), "web.1", Map.of(), null, null)))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED))
                .withMessageContaining("heroku ps:exec");
    }

    private Session open(String... command) {
        return provider.require(Shell.class).openShell(Harness.id("shop"), Request.run(List.of(command)));
    }

    private static String output(Session session) throws IOException {
        return new String(session.output().readAllBytes(), StandardCharsets.UTF_8);
    }

    private List<String> oneOffs() {
        return provider.require(Processes.class).processes(Harness.id("shop")).stream()
                .map(AppProcess::name)
                .filter(name -> name.startsWith("run."))
                .toList();
    }

    private long stops() {
        return heroku.api().count(request -> request.path().endsWith("/actions/stop"));
    }

    private boolean createsDyno(ApiRequest request) {
        return request.method().equals("POST") && request.path().equals("/apps/shop/dynos");
    }

    private ApiRequest created() {
        return heroku.api().requests().stream()
                .filter(this::createsDyno)
                .findFirst()
                .orElseThrow();
    }
}
