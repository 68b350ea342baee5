package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Shell.Request;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * What every provider does that runs commands. Needs nothing beyond {@link ProviderContract}; where the app has {@code echo},
 * {@code cat}, {@code true}, {@code sh -c}, {@code printenv} and {@code sleep}, as everything like Unix does.
 */
public interface ShellContract extends ProviderContract {

    @Test
    default void aCommandsOutputIsRead() {
        try (Session session = open("echo", "hello")) {
            assertThat(text(session.output()).strip()).isEqualTo("hello");
            assertThat(exitCode(session)).isZero();
        }
    }

    @Test
    default void argumentsArriveAsTheyWereGiven() {
        try (Session session = open("echo", "a  b", "it's", "$HOME", "*", "\"quoted\"", "ünïcødé")) {
            assertThat(text(session.output()).strip()).isEqualTo("a  b it's $HOME * \"quoted\" ünïcødé");
        }
    }

    @Test
    default void theExitCodeIsTheCommands() {
        for (int code : List.of(0, 1, 42)) {
            try (Session session = open("sh", "-c", "exit " + code)) {
                assertThat(exitCode(session)).isEqualTo(code);
            }
        }
    }

    @Test
    default void inputReachesTheCommandAndItsEndToo() throws IOException {
        try (Session session = open("cat")) {
            session.input().write("one\ntwo\nünïcødé\n".getBytes(StandardCharsets.UTF_8));
            session.input().close();

            assertThat(text(session.output()).lines()).contains("one", "two", "ünïcødé");
            assertThat(exitCode(session)).isZero();
        }
    }

    @Test
    default void errorsAreRead() {
        try (Session session = open("sh", "-c", "echo oops >&2; exit 3")) {
            assertThat(text(session.output()) + text(session.errors())).contains("oops");
            assertThat(exitCode(session)).isEqualTo(3);
        }
    }

    @Test
    default void variablesOfTheRequestAreInTheEnvironment() {
        Request request =
                new Request(List.of("printenv", "PAWSE_EXTRA"), null, Map.of("PAWSE_EXTRA", "it's $there"), null, null);
        try (Session session = shell().openShell(app(), request)) {
            assertThat(text(session.output()).strip()).isEqualTo("it's $there");
        }
    }

    @Test
    default void aCommandThatRunsHasNoExitCode() {
        try (Session session = open("sleep", "600")) {
            assertThat(session.exitCode(Duration.ofMillis(50))).isEmpty();
        }
    }

    @Test
    default void closingEndsACommandThatRuns() throws InterruptedException {
        Session session = open("sleep", "600");
        Thread reader = new Thread(() -> readToEnd(session));
        reader.setDaemon(true);
        reader.start();

        session.close();

        reader.join(cloud().patience().toMillis());
        assertThat(reader.isAlive()).as("the reader still waits").isFalse();
        session.close();
    }

    @Test
    default void aNewSizeWithoutATerminalDoesNoHarm() {
        try (Session session = open("cat")) {
            session.resize(new Window(120, 40));
        }
    }

    @Test
    default void aCommandThatIsLeftAloneHasANameOrIsRefused() {
        cloud().run(app(), cloud().formation());
        try {
            assertThat(shell().runDetached(app(), Request.run(List.of("true")))).isNotBlank();
        } catch (PawseException e) {
            assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED);
            assertThat(e.message()).isNotBlank();
        }
    }

    @Test
    default void aCommandThatDoesNotExistDoesNotSucceed() throws IOException {
        try (Session session = open("no-such-command-4711")) {
            session.input().close();
            assertThat(exitCode(session)).isNotZero();
        } catch (PawseException e) {
            assertThat(e.reason()).isIn(Reason.INVALID, Reason.NOT_FOUND, Reason.FAILED);
        }
    }

    @Test
    default void anUnknownProcessCannotBeAttachedTo() {
        Request request = new Request(List.of("true"), "no-such-type.1", Map.of(), null, null);

        assertFailsToOpen(app(), request);
    }

    @Test
    default void anUnknownAppHasNoShell() {
        assertFailsToOpen(cloud().unknownApp(), Request.run(List.of("true")));
    }

    private void assertFailsToOpen(AppId app, Request request) {
        Fails.with(Reason.NOT_FOUND, () -> shell().openShell(app, request).close());
    }

    private Shell shell() {
        return provider().require(Shell.class);
    }

    private AppId app() {
        return cloud().app();
    }

    private Session open(String... command) {
        cloud().run(app(), cloud().formation());
        return shell().openShell(app(), Request.run(List.of(command)));
    }

    private int exitCode(Session session) {
        OptionalInt code = session.exitCode(cloud().patience());
        assertThat(code).as("exit code").isPresent();
        return code.getAsInt();
    }

    private String text(InputStream stream) {
        byte[] bytes = assertTimeoutPreemptively(cloud().patience(), stream::readAllBytes, "the output does not end");
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void readToEnd(Session session) {
        try {
            session.output().readAllBytes();
        } catch (IOException | UncheckedIOException e) {
            // A stream that was closed under its reader may say so.
            Thread.currentThread().interrupt();
        }
    }
}
