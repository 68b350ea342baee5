package dev.pawse.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in use stays awake past the idle time of 1 s; {@code -Dpawse.use.seconds=60} makes the use longer than it is in the build. */
final class StayAwakeIT {
    private static final long SECONDS = Long.getLong("pawse.use.seconds", 4);

    @TempDir
    static Path folder;

    private static RunningPawse pawse;

    @BeforeAll
    static void start() throws Exception {
        pawse = RunningPawse.in(folder, """
                apps:
                  shop:
                    processes: { web: { command: "APP", quantity: 1 } }
                    environment: { STARTS: starts }
                    hosts: [shop.example.test]
                """)
                .set("START_AND_STOP_MAX_IDLE_TIME", "1s")
                .start();
    }

    @AfterAll
    static void stop() {
        pawse.close();
    }

    @Test
    void aDownloadKeepsItsAppAwakeToItsEnd() throws Exception {
        int before = pawse.starts().size();
        var answer =
                pawse.http().send(pawse.request("shop", "/trickle?" + SECONDS).build(), BodyHandlers.ofByteArray());

        assertThat(answer.body()).hasSizeGreaterThan((int) SECONDS * 3000);
        assertThat(pawse.living()).isEqualTo(Map.of("web", 1));
        assertThat(pawse.starts()).hasSize(before + 1);
        pawse.awaitLiving(Map.of());
    }

    @Test
    void aStreamOfEventsKeepsItsAppAwakeToItsEnd() throws Exception {
        int before = pawse.starts().size();
        var answer = pawse.http()
                .send(
                        pawse.request("shop", "/stream?" + SECONDS)
                                .header("Accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            assertThat(lines.filter("data: tick"::equals)).hasSizeGreaterThan((int) SECONDS * 3);
        }

        assertThat(pawse.starts()).hasSize(before + 1);
        pawse.awaitLiving(Map.of());
    }

    @Test
    void aWebSocketWithTrafficKeepsItsAppAwakeAndASilentOneDoesNot() throws Exception {
        int before = pawse.starts().size();
        try (Socket socket = pawse.connect()) {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            out.write("""
                    GET /socket HTTP/1.1\r
                    Host: shop.example.test\r
                    Connection: Upgrade\r
                    Upgrade: websocket\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    \r
                    """.getBytes(UTF_8));
            assertThat(head(in)).startsWith("HTTP/1.1 101 ");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (System.nanoTime() < end) {
                out.write(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'});
                assertThat(in.readNBytes(4)).isEqualTo(new byte[] {(byte) 0x81, 2, 'h', 'i'});
            }

            assertThat(pawse.living()).isEqualTo(Map.of("web", 1));
            assertThat(pawse.starts()).hasSize(before + 1);
            pawse.awaitLiving(Map.of());
        }
    }

    private static String head(InputStream in) throws Exception {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }
}
