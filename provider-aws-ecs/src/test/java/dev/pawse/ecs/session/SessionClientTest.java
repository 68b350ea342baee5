package dev.pawse.ecs.session;

import static dev.pawse.ecs.session.ChannelFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.ecs.fake.channel.ChannelOrder;
import dev.pawse.ecs.fake.channel.Encryption;
import dev.pawse.ecs.fake.channel.Weather;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
final class SessionClientTest {
    @TempDir
    private Path folder;

    private ChannelFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ChannelFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"exit 0, 0", "exit 7, 7", "kill -9 $$, 137"})
    void theExitCodeIsTheCommands(String script, int code) throws IOException {
        try (Session session = fixture.run("echo out; " + script)) {
            assertThat(text(session)).startsWith("out\n");
            assertThat(session.exitCode(PATIENCE)).hasValue(code);
        }
    }

    @Test
    void anyByteArrivesAsItWasSentAlsoInLongLines() throws IOException {
        byte[] bytes = random(50_000);
        byte[] sent = new byte[bytes.length + 9_000];
        System.arraycopy(bytes, 0, sent, 0, bytes.length);
        Arrays.fill(sent, bytes.length, sent.length, (byte) 'x');

        try (Session session = fixture.run("cat > received; cat received")) {
            session.input().write(sent);
            session.input().close();

            assertThat(session.output().readAllBytes()).isEqualTo(sent);
            assertThat(session.exitCode(PATIENCE)).hasValue(0);
        }
    }

    @Test
    void tenMegabytesOfInputArrive() throws IOException {
        byte[] paste = random(10 * 1024 * 1024);

        try (Session session = fixture.run("cat > received")) {
            session.input().write(paste);
            session.input().close();

            assertThat(session.exitCode(PATIENCE)).hasValue(0);
            assertThat(Files.mismatch(folder.resolve("received"), Files.write(folder.resolve("sent"), paste)))
                    .isEqualTo(-1);
        }
    }

    @Test
    void tenMegabytesOfOutputArriveAtAReaderThatComesLate() throws IOException {
        byte[] output = random(10 * 1024 * 1024);
        Files.write(folder.resolve("big"), output);

        try (Session session = fixture.run("cat big")) {
            Eventually.holds("a full pipe", PATIENCE, () -> available(session) >= 4 * 1024 * 1024);

            assertThat(session.output().readAllBytes()).isEqualTo(output);
            assertThat(session.exitCode(PATIENCE)).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bytesArriveOnceAndInOrderOverABadLine(long seed) throws IOException {
        byte[] toCommand = random(200_000);
        byte[] fromCommand = random(200_000);
        Files.write(folder.resolve("out"), fromCommand);
        Weather weather = new Weather(seed, 0.05, 0.05, 0.1, 0.02, 0.005, 0.01, 3);
        String script = "exec 3<&0; cat <&3 >received & cat out; wait";

        try (Session session = fixture.open(
                RemoteCommand.shellLine(script, Map.of(), false), null, 50, order -> order.in(weather, 50))) {
            CompletableFuture<Void> writing = write(session, toCommand);

            assertThat(session.output().readAllBytes())
                    .as("output, seed %s", seed)
                    .isEqualTo(fromCommand);
            assertThat(session.exitCode(PATIENCE)).as("seed %s", seed).hasValue(0);
            assertThat(writing).succeedsWithin(PATIENCE);
            assertThat(Files.readAllBytes(folder.resolve("received")))
                    .as("input, seed %s", seed)
                    .isEqualTo(toCommand);
            assertThat(fixture.channels.connections(fixture.lastSession())).isGreaterThan(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEncryptedSessionCarriesBothWays(boolean challenges) throws IOException {
        Encryption encryption =
                new Encryption("arn:aws:kms:eu-west-1:123456789012:key/4711", fixture.vault, challenges);

        try (Session session = fixture.run("read line; echo \"got $line\"", order -> order.encrypted(encryption))) {
            session.input().write("hello\n".getBytes(StandardCharsets.UTF_8));

            assertThat(text(session)).isEqualTo("got hello\n");
            assertThat(session.exitCode(PATIENCE)).hasValue(0);
        }
        assertThat(fixture.contexts).hasSize(1);
        assertThat(fixture.contexts.get(0))
                .containsEntry("aws:ssm:SessionId", fixture.lastSession())
                .containsEntry("aws:ssm:TargetId", ChannelFixture.TARGET)
                .hasSize(challenges ? 3 : 2);
    }

    @Test
    void theTerminalsSizeIsKnownAtTheStartAndWhenItChanges() throws IOException {
        RemoteCommand command = RemoteCommand.shellLine(
                "while [ \"$(stty size)\" = '0 0' ]; do :; done; stty size;"
                        + " while [ \"$(stty size)\" = '33 101' ]; do :; done; stty size",
                Map.of(),
                true);
        try (Session session = fixture.open(command, new Window(101, 33), 1, order -> order)) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(session.output(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("33 101");

            session.resize(new Window(120, 40));

            assertThat(lines.readLine()).isEqualTo("40 120");
            assertThat(fixture.channels.sizes(fixture.lastSession())).containsExactly("101x33", "120x40");
        }
    }

    @Test
    void anAgentWithoutAHandshakeIsTalkedToAllTheSame() throws IOException {
        try (Session session = fixture.run("read line; echo \"got $line\"", order -> order.as(null))) {
            session.input().write("hello\n".getBytes(StandardCharsets.UTF_8));

            assertThat(text(session)).isEqualTo("got hello\n");
        }
    }

    @Test
    void aSessionThatIsNoShellIsRefused() {
        PawseException failure =
                catchThrowableOfType(PawseException.class, () -> fixture.run("true", order -> order.as("Port")));

        assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(failure.message()).contains("Port");
        Eventually.holds("the agent's end", PATIENCE, () -> fixture.channels.isOver(fixture.lastSession()));
    }

    @Test
    void aCommandThatCannotBeStartedSaysWhy() {
        PawseException failure = catchThrowableOfType(
                PawseException.class,
                () -> fixture.run("true", order -> ChannelOrder.of("'open", Map.of(), folder, order.target())));

        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
        assertThat(failure.message()).contains("Failed to start pty");
    }

    @Test
    void whatTheAgentHasToSayStandsBesideTheOutput() throws IOException {
        try (Session session = fixture.run("echo out", order -> order.saying("Everything is recorded."))) {
            assertThat(text(session)).isEqualTo("out\n");
            assertThat(new String(session.errors().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("Everything is recorded.\n");
        }
    }

    @Test
    void closingEndsTheCommand() {
        Session session = fixture.run("sleep 600");
        String id = fixture.lastSession();
        Eventually.holds("the command", PATIENCE, () -> fixture.channels.isRunning(id));

        session.close();

        Eventually.holds("its end", PATIENCE, () -> !fixture.channels.isRunning(id));
    }

    @Test
    void aSessionThatWasEndedFromElsewhereHasNoExitCode() {
        try (Session session = fixture.run("sleep 600")) {
            fixture.channels.terminate(fixture.lastSession());

            PawseException failure = catchThrowableOfType(PawseException.class, () -> session.exitCode(PATIENCE));

            assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        }
    }

    @Test
    void whatTheCommandLeftBehindDoesNotHoldTheSessionUp() throws IOException {
        try (Session session = fixture.open(
                RemoteCommand.shellLine("sleep 600 & echo out", Map.of(), false), null, 50, order -> order)) {
            assertThat(session.exitCode(PATIENCE)).hasValue(0);
            assertThat(text(session)).isEqualTo("out\n");
        }
    }

    @Test
    void argumentsAndVariablesArriveAsTheyAre() throws IOException {
        RemoteCommand command = RemoteCommand.of(
                List.of("sh", "-c", "printf '%s|' \"$@\" \"$EXTRA\"", "-", "a  b", "it's", "$HOME", "*", "#x", "ü\n"),
                Map.of("EXTRA", "it's $there"),
                false);
        try (Session session = fixture.open(command, null, 1, order -> order)) {
            assertThat(text(session)).isEqualTo("a  b|it's|$HOME|*|#x|ü\n|it's $there|");
        }
    }

    private CompletableFuture<Void> write(Session session, byte[] bytes) {
        return Background.run(() -> {
            try (OutputStream input = session.input()) {
                input.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static int available(Session session) {
        try {
            return session.output().available();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Session session) throws IOException {
        return new String(session.output().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(4711).nextBytes(bytes);
        return bytes;
    }
}
