package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class UpgradeTunnelTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String UPGRADE = String.join(
            "\r\n",
            "GET /chat HTTP/1.1",
            "Host: shop.test",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");
    private static final String SWITCHING = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Accept: x",
            "",
            "");
    private static final byte[] DATA = {(byte) 0x81, 0x02, 'h', 'i'};
    private static final byte[] PING = {(byte) 0x89, 0x00};

    @Test
    void framesGoBothWaysAndWhatComesWithTheHandshakeIsNotLost() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (RawServer app = RawServer.start(connection -> {
                    seen.add(connection.head());
                    connection.send(SWITCHING + "early");
                    connection.send(connection.bytes(4));
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            String head = client.send(UPGRADE + "hi").head();

            assertThat(head).startsWith("HTTP/1.1 101");
            assertThat(RawConnection.field(head, "upgrade")).isEqualTo("websocket");
            assertThat(RawConnection.field(head, "connection")).isEqualTo("Upgrade");
            assertThat(RawConnection.field(head, "sec-websocket-accept")).isEqualTo("x");
            assertThat(client.text(5)).isEqualTo("early");
            assertThat(client.send("ho").text(4)).isEqualTo("hiho");
            assertThat(client.rest()).isEmpty();
            assertThat(RawConnection.field(seen.get(0), "connection")).isEqualTo("Upgrade");
            assertThat(RawConnection.field(seen.get(0), "upgrade")).isEqualTo("websocket");
        }
    }

    @Test
    void aClientThatLeavesClosesTheAppsSide() {
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send(SWITCHING);
                    connection.rest();
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri())) {
            try (RawConnection client = proxy.connect()) {
                client.send(UPGRADE).head();
                assertThat(app.open()).isEqualTo(1);
            }
            Eventually.holds("the app's side is closed", SOON, () -> app.open() == 0);
        }
    }

    @Test
    void trafficIsUseOfTheAppAndAnOpenConnectionIsNot() {
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send(SWITCHING);
                    for (int b = connection.read(); b >= 0; b = connection.read()) {
                        connection.send(new byte[] {(byte) b});
                    }
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            client.send(UPGRADE).head();
            Eventually.holds("nothing is in flight", SOON, () -> proxy.inFlight() == 0);
            Eventually.holds("the app looks idle", SOON, () -> idle(proxy).toMillis() >= 200);

            client.send(PING).bytes(PING.length);
            assertThat(idle(proxy).toMillis()).isGreaterThanOrEqualTo(200);

            long sent = System.nanoTime();
            client.send(DATA).bytes(DATA.length);
            assertThat(idle(proxy)).isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - sent));
        }
    }

    @Test
    void aRefusedUpgradeIsAnOrdinaryAnswer() {
        try (RawServer app =
                        RawServer.answering((head, body) -> "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nContent-Length: 2\r\n\r\nno");
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            for (int i = 0; i < 2; i++) {
                String head = client.send(UPGRADE).head();
                assertThat(head).startsWith("HTTP/1.1 426");
                assertThat(RawConnection.field(head, "upgrade")).isEqualTo("websocket");
                assertThat(client.body(head)).isEqualTo("no");
            }
        }
    }

    @Test
    void aSwitchThatNobodyAskedForIsNoAnswer() {
        try (RawServer app = RawServer.answering((head, body) -> SWITCHING + RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            String head = client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 0\r\n\r\n")
                    .head();
            assertThat(head).startsWith("HTTP/1.1 502");
        }
    }

    @Test
    void muchDataPassesBothWaysAtOnce() throws Exception {
        int size = 16 * 1024 * 1024;
        byte[] frame = new byte[65536];
        System.arraycopy(new byte[] {(byte) 0x82, 127, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xF6}, 0, frame, 0, 10);
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send(SWITCHING);
                    for (int got = 0; got < size; got += 65536) {
                        connection.send(connection.bytes(65536));
                    }
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            client.send(UPGRADE).head();
            Thread sender = new Thread(() -> {
                for (int i = 0; i < size / 65536; i++) {
                    client.send(frame);
                }
            });
            sender.start();
            for (int i = 0; i < size / 65536; i++) {
                assertThat(client.bytes(65536)).startsWith(0x82, 127);
            }
            sender.join(SOON.toMillis());
            assertThat(sender.isAlive()).isFalse();
        }
    }

    @Test
    void aStopTellsTheClientThatThisEndGoesAway() {
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send(SWITCHING);
                    connection.rest();
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            client.send(UPGRADE).head();
            Eventually.holds("nothing is in flight", SOON, () -> proxy.inFlight() == 0);

            proxy.server.close();

            assertThat(client.bytes(4)).containsExactly(0x88, 0x02, 0x03, 0xE9);
            assertThat(client.rest()).isEmpty();
        }
    }

    private static Duration idle(ProxyFixture proxy) {
        return proxy.pawse.activity().idle(proxy.shop().id());
    }
}
