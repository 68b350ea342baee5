package dev.pawse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class NetworkTest {
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void aServerIsBelievedWhenTheFileOfCertificatesNamesIt(@TempDir Path folder) throws IOException {
        HeldCertificate certificate = certificate("localhost");
        Path file = Files.writeString(folder.resolve("ca.pem"), certificate.certificatePem());
        try (ServerSocket server = tls(certificate);
                Network network = Network.of(Map.of("SSL_CERT_FILE", file.toString()), SILENCE)) {
            greetOne(server);

            try (Socket socket = network.connect("localhost", server.getLocalPort(), true, SILENCE)) {
                assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("hello");
            }
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsNotBelieved() throws IOException {
        try (ServerSocket server = tls(certificate("localhost"));
                Network network = Network.of(Map.of(), SILENCE)) {
            greetOne(server);

            assertThatThrownBy(() -> network.connect("localhost", server.getLocalPort(), true, SILENCE))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aServerOfAnotherNameIsNotBelieved(@TempDir Path folder) throws IOException {
        HeldCertificate certificate = certificate("other.example.com");
        Path file = Files.writeString(folder.resolve("ca.pem"), certificate.certificatePem());
        try (ServerSocket server = tls(certificate);
                Network network = Network.of(Map.of("SSL_CERT_FILE", file.toString()), SILENCE)) {
            greetOne(server);

            assertThatThrownBy(() -> network.connect("localhost", server.getLocalPort(), true, SILENCE))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aConnectionGoesThroughTheProxyThatTheEnvironmentNames() throws Exception {
        try (ServerSocket proxy = listen();
                Network network =
                        Network.of(Map.of("http_proxy", "http://me:word@127.0.0.1:" + proxy.getLocalPort()), SILENCE)) {
            CompletableFuture<List<String>> asked = tunnelOne(proxy, "HTTP/1.1 200 OK\r\nX: y\r\n\r\nhello");

            try (Socket socket = network.connect("shop.example.com", 5000, false, SILENCE)) {
                assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
            }
            assertThat(asked.get())
                    .startsWith("CONNECT shop.example.com:5000 HTTP/1.1", "Host: shop.example.com:5000")
                    .contains("Proxy-Authorization: " + Network.basic("me", "word"));
        }
    }

    @Test
    void aProxyThatRefusesIsToldWithoutItsPassword() throws IOException {
        try (ServerSocket proxy = listen();
                Network network =
                        Network.of(Map.of("all_proxy", "http://me:word@127.0.0.1:" + proxy.getLocalPort()), SILENCE)) {
            tunnelOne(proxy, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");

            assertThatThrownBy(() -> network.connect("shop.example.com", 5000, false, SILENCE))
                    .hasMessageContaining("407")
                    .hasMessageNotContaining("word");
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTPS_PROXY,socks5://127.0.0.1:1", "https_proxy,http://:secret@:x", "SSL_CERT_FILE,/no/such/file"})
    void anEnvironmentThatIsWrongIsToldWhenTheNetworkIsMade(String name, String value) {
        assertThatThrownBy(() -> Network.of(Map.of(name, value), SILENCE))
                .isInstanceOfSatisfying(PawseException.class, failure -> {
                    assertThat(failure.reason()).isEqualTo(Reason.INVALID);
                    assertThat(failure.message())
                            .startsWith(name.toUpperCase(java.util.Locale.ROOT))
                            .doesNotContain("secret");
                });
    }

    private void greetOne(ServerSocket server) {
        threads.execute(() -> {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The client went away, as the test has it.
            }
        });
    }

    private CompletableFuture<List<String>> tunnelOne(ServerSocket proxy, String answer) {
        CompletableFuture<List<String>> asked = new CompletableFuture<>();
        threads.execute(() -> {
            try (Socket socket = proxy.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                List<String> head = new ArrayList<>();
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    head.add(line);
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                asked.complete(head);
            } catch (IOException e) {
                asked.completeExceptionally(e);
            }
        });
        return asked;
    }

    private static HeldCertificate certificate(String name) {
        return new HeldCertificate.Builder().addSubjectAlternativeName(name).build();
    }

    private static ServerSocket tls(HeldCertificate certificate) throws IOException {
        return new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getByName("localhost"));
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }
}
