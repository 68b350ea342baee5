package dev.pawse.scalingo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.http.Network;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.testkit.Background;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AttachConnectionTest {
    private final ServerSocket server = listen();
    private final Network network = Network.of(Map.of(), Duration.ofSeconds(5));

    @AfterEach
    void close() throws IOException {
        server.close();
        network.close();
    }

    @Test
    void whatComesWithTheHeadBelongsToTheContainer() throws IOException {
        answer("HTTP/1.1 200 OK\r\nX-Any: thing\r\n\r\nfirst bytes\nand more\n");

        try (AttachConnection connection = open("/runners/c9")) {
            assertThat(new String(connection.in().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("first bytes\nand more\n");
        }
    }

    @Test
    void theRequestIsAConnectToAPathWithTheTokenAsPassword() {
        CompletableFuture<String> asked = answer("HTTP/1.1 200 OK\r\n\r\n");

        open("/runners/c9?region=x%20y").close();

        assertThat(asked.join().lines())
                .startsWith("CONNECT /runners/c9?region=x%20y HTTP/1.1", "Host: 127.0.0.1:" + server.getLocalPort())
                .contains("Authorization: Basic OmV5SnRva2Vu");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 401 Unauthorized, UNAUTHORIZED",
        "HTTP/1.1 403 Forbidden, FORBIDDEN",
        "HTTP/1.1 404 Not Found, NOT_FOUND",
        "HTTP/1.1 502 Bad Gateway, UNAVAILABLE",
        "SSH-2.0-what, UNAVAILABLE"
    })
    void whatIsNotConnectedIsAFailure(String line, Reason reason) {
        answer(line + "\r\n\r\nno");

        PawseException failure = catchThrowableOfType(PawseException.class, () -> open("/c"));

        assertThat(failure.reason()).isEqualTo(reason);
    }

    @Test
    void aContainerThatIsNotThereIsUnavailable() throws IOException {
        server.close();

        PawseException failure = catchThrowableOfType(PawseException.class, () -> open("/c"));

        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    private AttachConnection open(String target) {
        return AttachConnection.open(
                network, URI.create("http://127.0.0.1:" + server.getLocalPort() + target), Secret.of("eyJtoken"));
    }

    /** Answers the next connection by this, in one piece, and ends it. */
    private CompletableFuture<String> answer(String text) {
        return Background.call(() -> {
            try (Socket socket = server.accept()) {
                StringBuilder head = new StringBuilder();
                InputStream in = socket.getInputStream();
                while (!head.toString().endsWith("\r\n\r\n")) {
                    head.append((char) in.read());
                }
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                return head.toString();
            } catch (IOException e) {
                return "";
            }
        });
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
