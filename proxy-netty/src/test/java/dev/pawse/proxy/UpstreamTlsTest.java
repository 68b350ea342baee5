package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpstreamTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n";

    @TempDir
    private static Path folder;

    private static KeyStore good;

    @BeforeAll
    static void make() throws Exception {
        good = keys("localhost");
    }

    @Test
    void anAppBehindTlsIsServedAndToldItsName() throws Exception {
        List<String> sni = new CopyOnWriteArrayList<>();
        try (ServerSocket server = serve(good, sni);
                ProxyFixture proxy = over(server, trust(good));
                RawConnection client = proxy.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.body(client.send(GET).head())).isEqualTo("secure");
            }
            assertThat(sni).singleElement().asString().contains("localhost");
        }
    }

    @Test
    void anAuthorityThatNobodyTrustsIsRefused() throws Exception {
        try (ServerSocket server = serve(good, new CopyOnWriteArrayList<>());
                ProxyFixture proxy = over(server, null);
                RawConnection client = proxy.connect()) {
            String head = client.send(GET).head();
            assertThat(head).startsWith("HTTP/1.1 502");
            assertThat(client.body(head)).contains("certificate").doesNotContain("localhost");
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        KeyStore keys = keys("other.test");
        try (ServerSocket server = serve(keys, new CopyOnWriteArrayList<>());
                ProxyFixture proxy = over(server, trust(keys));
                RawConnection client = proxy.connect()) {
            assertThat(client.send(GET).head()).startsWith("HTTP/1.1 502");
        }
    }

    @Test
    void endpointsThatTellAppsApartAreAskedByTheAppsName() throws Exception {
        List<String> sni = new CopyOnWriteArrayList<>();
        KeyStore keys = keys("www.shop.test");
        try (ServerSocket server = serve(keys, sni);
                ProxyFixture proxy = over(server, "127.0.0.1", "www.shop.test", trust(keys));
                RawConnection client = proxy.connect()) {
            assertThat(client.body(client.send(GET).head())).isEqualTo("secure");
            assertThat(sni).singleElement().asString().contains("www.shop.test");
        }
    }

    private static ProxyFixture over(ServerSocket server, @Nullable TrustManagerFactory trust) {
        return over(server, "localhost", null, trust);
    }

    private static ProxyFixture over(
            ServerSocket server, String address, @Nullable String name, @Nullable TrustManagerFactory trust) {
        var platform = ProxyFixture.platform(URI.create("https://" + address + ":" + server.getLocalPort()));
        platform.fake("shop").alwaysOn(true).upstreamHost(name);
        return ProxyFixture.over(
                platform,
                builder -> builder,
                options -> options.upstreamTrust(trust).connectTimeout(Duration.ofSeconds(5)));
    }

    private static KeyStore keys(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "app",
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(store))) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private static TrustManagerFactory trust(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("app", keys.getCertificate("app"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust;
    }

    private static ServerSocket serve(KeyStore keys, List<String> sni) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        ServerSocket server = tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket accepted = server.accept();
                    new Thread(() -> answer((SSLSocket) accepted, sni)).start();
                } catch (java.io.IOException e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void answer(SSLSocket socket, List<String> sni) {
        try (socket) {
            socket.startHandshake();
            sni.add(((ExtendedSSLSession) socket.getSession())
                    .getRequestedServerNames()
                    .toString());
            RawServer.keptAlive((head, body) -> RawServer.ok("secure")).play(new RawConnection(socket));
        } catch (Exception e) {
            // A handshake that the proxy breaks off is what two of the tests want.
        }
    }
}
