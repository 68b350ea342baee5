package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.core.NamedProbe.Answer;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.ServerCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint that answers one connection with given words. */
class NamedProbeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void theHeadOfTheAnswerIsRead() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> request = Background.call(() -> answer(
                    server, "HTTP/1.1 503 Service Unavailable\r\nServer: awselb/2.0\r\nserver: two\r\n\r\n<html>"));

            Answer answer = ask(server, "http", PATIENCE);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Server")).isEqualTo("awselb/2.0");
            assertThat(answer.header("Via")).isNull();
            assertThat(request.join())
                    .isEqualTo("GET /up?deep=1 HTTP/1.1\nHost: shop.test:" + server.getLocalPort()
                            + "\nUser-Agent: Pawse-Probe\nConnection: close\n");
        }
    }

    @Test
    void anInterimAnswerIsNotTheAnswer() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var unused = Background.call(
                    () -> answer(server, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 204\r\n\r\n"));

            assertThat(ask(server, "http", PATIENCE).status()).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nServer: x", "SSH-2.0-OpenSSH_9\r\n", "HTTP/1.1 20 OK\r\n\r\n"})
    void whatIsNoAnswerIsAnError(String words) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var unused = Background.call(() -> answer(server, words));

            assertThatThrownBy(() -> ask(server, "http", PATIENCE)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anEndlessHeadIsAnError() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var unused = Background.call(() -> answer(server, "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(20_000)));

            assertThatThrownBy(() -> ask(server, "http", PATIENCE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("endless");
        }
    }

    @Test
    void anEndpointThatSaysNothingIsNotWaitedForLonger() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ask(server, "http", Duration.ofMillis(100)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void tlsAsksForTheName() throws IOException {
        SSLContext tls = ServerCertificate.make(folder, "dns:shop.test").tls();
        try (ServerSocket server = secured(tls)) {
            CompletableFuture<String> names = Background.call(() -> answer(server, "HTTP/1.1 200 OK\r\n\r\n"));

            assertThat(ask(server, "https", PATIENCE, tls.getSocketFactory()).status())
                    .isEqualTo(200);
            assertThat(names.join()).contains("shop.test", "GET /up");
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws IOException {
        SSLContext tls = ServerCertificate.make(folder, "dns:other.test").tls();
        try (ServerSocket server = secured(tls)) {
            var unused = Background.call(() -> answer(server, "HTTP/1.1 200 OK\r\n\r\n"));

            assertThatThrownBy(() -> ask(server, "https", PATIENCE, tls.getSocketFactory()))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws IOException {
        SSLContext tls = ServerCertificate.make(folder, "dns:shop.test").tls();
        try (ServerSocket server = secured(tls)) {
            var unused = Background.call(() -> answer(server, "HTTP/1.1 200 OK\r\n\r\n"));

            assertThatThrownBy(() -> ask(server, "https", PATIENCE)).isInstanceOf(SSLException.class);
        }
    }

    private static Answer ask(ServerSocket server, String scheme, Duration atMost) throws IOException {
        return ask(server, scheme, atMost, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private static Answer ask(ServerSocket server, String scheme, Duration atMost, SSLSocketFactory tls)
            throws IOException {
        URI endpoint = URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
        return NamedProbe.ask(endpoint, "shop.test", "/up?deep=1", PATIENCE, atMost, () -> tls);
    }

    private static ServerSocket secured(SSLContext tls) throws IOException {
        return tls.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Takes one request and answers it; returns the names that TLS asked for and the request. */
    private static String answer(ServerSocket server, String words) {
        try (Socket socket = server.accept()) {
            StringBuilder seen = new StringBuilder();
            if (socket instanceof SSLSocket secure) {
                secure.startHandshake();
                seen.append(((ExtendedSSLSession) secure.getSession()).getRequestedServerNames());
            }
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                seen.append(line).append('\n');
            }
            socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
            return seen.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
