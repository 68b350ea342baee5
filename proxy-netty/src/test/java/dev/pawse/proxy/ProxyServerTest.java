package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyServerTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n";
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void requestsShareOneConnectionToTheApp() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("hello"));
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            for (int i = 0; i < 20; i++) {
                String head = client.send(GET).head();

                assertThat(head).startsWith("HTTP/1.1 200 OK\r\n");
                assertThat(client.body(head)).isEqualTo("hello");
            }
            assertThat(app.connections()).isEqualTo(1);
            assertThat(proxy.inFlight()).isZero();
        }
    }

    @Test
    void aBodyIsPassedOnAsItWasFramed() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (RawServer app = RawServer.answering((head, body) -> {
                    seen.add(RawConnection.field(head, "content-length") + "/"
                            + RawConnection.field(head, "transfer-encoding") + "/" + body);
                    return RawServer.ok(body);
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            String head = client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 5\r\n\r\nhello")
                    .head();
            assertThat(client.body(head)).isEqualTo("hello");
            client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked\r\n\r\n");
            head = client.send("3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n").head();
            assertThat(client.body(head)).isEqualTo("hello");

            assertThat(seen).containsExactly("5/null/hello", "null/chunked/hello");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok(path(head)));
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            }
            client.send(all.toString());

            for (int i = 0; i < 500; i++) {
                assertThat(client.body(client.head())).isEqualTo("/" + i);
            }
            assertThat(app.connections()).isEqualTo(1);
        }
    }

    @Test
    void trailersGoBothWays() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (RawServer app = RawServer.answering((head, body) -> {
                    seen.add(body);
                    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 9\r\n\r\n";
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n");
            String head = client.send("2\r\nhi\r\n0\r\nX-Check: 7\r\n\r\n").head();

            assertThat(client.body(head)).isEqualTo("ok\nX-Sum: 9");
            assertThat(seen).containsExactly("hi\nX-Check: 7");
        }
    }

    @Test
    void anAnswerToHeadHasNoBodyAndKeepsItsLength() {
        try (RawServer app = RawServer.answering(
                        (head, body) -> head.startsWith("HEAD") ? headOnly("1234") : RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            String head =
                    client.send("HEAD / HTTP/1.1\r\nHost: shop.test\r\n\r\n").head();
            assertThat(RawConnection.field(head, "content-length")).isEqualTo("1234");

            assertThat(client.body(client.send(GET).head())).isEqualTo("x");
            assertThat(app.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void anAnswerThatNeverHasABodyEndsWithItsHead(String status) {
        try (RawServer app = RawServer.answering((head, body) -> path(head).equals("/none")
                        ? "HTTP/1.1 " + status + "\r\nETag: \"1\"\r\n\r\n"
                        : RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            String head =
                    client.send("GET /none HTTP/1.1\r\nHost: shop.test\r\n\r\n").head();
            assertThat(head)
                    .startsWith("HTTP/1.1 " + status)
                    .doesNotContain("ransfer-")
                    .doesNotContain("ontent-Length");

            assertThat(client.body(client.send(GET).head())).isEqualTo("x");
            assertThat(app.connections()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatEndsWithItsConnectionIsChunkedForANewClientAndClosedForAnOldOne() {
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send("HTTP/1.0 200 OK\r\n\r\nuntil the end");
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri())) {
            try (RawConnection client = proxy.connect()) {
                String head = client.send(GET).head();
                assertThat(RawConnection.field(head, "transfer-encoding")).isEqualTo("chunked");
                assertThat(client.body(head)).isEqualTo("until the end");
                assertThat(client.body(client.send(GET).head())).isEqualTo("until the end");
            }
            try (RawConnection client = proxy.connect()) {
                String head = client.send("GET / HTTP/1.0\r\nHost: shop.test\r\nConnection: keep-alive\r\n\r\n")
                        .head();
                assertThat(RawConnection.field(head, "transfer-encoding")).isNull();
                assertThat(RawConnection.field(head, "connection")).isEqualTo("close");
                assertThat(client.rest()).isEqualTo("until the end");
            }
        }
    }

    @Test
    void anOldClientIsToldThatItsConnectionStays() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            for (int i = 0; i < 2; i++) {
                String head = client.send("GET / HTTP/1.0\r\nHost: shop.test\r\nConnection: keep-alive\r\n\r\n")
                        .head();
                assertThat(RawConnection.field(head, "connection")).isEqualTo("keep-alive");
                assertThat(client.body(head)).isEqualTo("x");
            }
            String head =
                    client.send("GET / HTTP/1.0\r\nHost: shop.test\r\n\r\n").head();
            assertThat(RawConnection.field(head, "connection")).isEqualTo("close");
            assertThat(client.rest()).isEqualTo("x");
        }
    }

    @Test
    void aClientThatAsksForItGetsItsConnectionClosed() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            String head = client.send("GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n")
                    .head();

            assertThat(RawConnection.field(head, "connection")).isEqualTo("close");
            assertThat(client.rest()).isEqualTo("x");
        }
    }

    @Test
    void interimAnswersArePassedOn() {
        try (RawServer app = RawServer.answering((head, body) ->
                        "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                                + RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            client.send(GET);
            assertThat(client.head()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 102");
            assertThat(client.body(client.head())).isEqualTo("x");

            String old =
                    client.send("GET / HTTP/1.0\r\nHost: shop.test\r\n\r\n").head();
            assertThat(old).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void leaveToSendABodyComesFromTheApp() {
        try (RawServer app = RawServer.start(connection -> {
                    String head = connection.head();
                    assertThat(RawConnection.field(head, "expect")).isEqualTo("100-continue");
                    connection.send("HTTP/1.1 100 Continue\r\n\r\n");
                    connection.send(RawServer.ok(connection.body(head)));
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.body(client.send("hi").head())).isEqualTo("hi");
        }
    }

    @Test
    void aRefusalInPlaceOfLeaveClosesTheConnection() {
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
                    connection.rest();
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            String head = client.head();

            assertThat(head).startsWith("HTTP/1.1 413");
            assertThat(RawConnection.field(head, "connection")).isEqualTo("close");
            assertThat(client.rest()).isEmpty();
            Eventually.holds("the app's connection is given up", SOON, () -> app.open() == 0);
        }
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestReachesTheClient() {
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                    connection.rest();
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 100000\r\n\r\n");
            client.send(new byte[1000]);
            String head = client.head();
            assertThat(head).startsWith("HTTP/1.1 403");
            assertThat(client.body(head)).isEqualTo("no");

            client.send(new byte[99_000]);
            app.script(RawServer.keptAlive((h, b) -> RawServer.ok("next")));
            assertThat(client.body(client.send(GET).head())).isEqualTo("next");
        }
    }

    @Test
    void eachServerSentEventArrivesAtOnce() {
        Gates gates = new Gates();
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (int i = 0; i < 5; i++) {
                        gates.await(i);
                        connection.send("9\r\ndata: " + i + "\n\n\r\n");
                    }
                    connection.rest();
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            client.send(GET).head();
            for (int i = 0; i < 5; i++) {
                gates.open(i);
                assertThat(client.line()).isEqualTo("9");
                assertThat(client.text(9)).isEqualTo("data: " + i + "\n\n");
                client.line();
                assertThat(proxy.inFlight()).isEqualTo(1);
            }
        }
    }

    @Test
    void aClientThatLeavesEndsItsRequestAtTheApp() {
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    connection.rest();
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri())) {
            try (RawConnection client = proxy.connect()) {
                client.send(GET).head();
                assertThat(proxy.inFlight()).isEqualTo(1);
            }
            Eventually.holds("the app's connection is closed", SOON, () -> app.open() == 0);
            Eventually.holds("nothing is in flight", SOON, () -> proxy.inFlight() == 0);
        }
    }

    @Test
    void largeBodiesPassBothWays() {
        int size = 20 * 1024 * 1024;
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    long sum = 0;
                    byte[] block;
                    for (int got = 0; got < size; got += block.length) {
                        block = connection.bytes(64 * 1024);
                        sum += block[0];
                    }
                    connection.send("HTTP/1.1 200 OK\r\nX-Sum: " + sum + "\r\nContent-Length: " + size + "\r\n\r\n");
                    for (int i = 0; i < size / 65536; i++) {
                        connection.send(new byte[65536]);
                    }
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: " + size + "\r\n\r\n");
            byte[] block = new byte[65536];
            block[0] = 1;
            for (int i = 0; i < size / 65536; i++) {
                client.send(block);
            }
            String head = client.head();
            assertThat(RawConnection.field(head, "x-sum")).isEqualTo(String.valueOf(size / 65536));
            for (int i = 0; i < size / 65536; i++) {
                client.bytes(65536);
            }
        }
    }

    @Test
    void aSlowReaderDoesNotPoisonTheConnectionForOthers() {
        int size = 8 * 1024 * 1024;
        String body = "x".repeat(size);
        try (RawServer app = RawServer.answering(
                        (head, ignored) -> RawServer.ok(path(head).equals("/big") ? body : "x"));
                ProxyFixture proxy = ProxyFixture.of(options -> options.eventLoops(1), app.uri());
                RawConnection slow = proxy.connect()) {
            slow.send("GET /big HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            assertThat(slow.head()).startsWith("HTTP/1.1 200");
            try (RawConnection other = proxy.connect()) {
                assertThat(other.body(other.send(GET).head())).isEqualTo("x");
                slow.bytes(size);
                for (int i = 0; i < 20; i++) {
                    assertThat(other.body(other.send(GET).head())).isEqualTo("x");
                    assertThat(slow.body(slow.send(GET).head())).isEqualTo("x");
                }
            }
            assertThat(app.connections()).isEqualTo(2);
        }
    }

    @Test
    void aStopLetsRequestsFinishAndTakesNoNewOnes() throws Exception {
        Gates gates = new Gates();
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    gates.await(0);
                    connection.send(RawServer.ok("done"));
                    connection.rest();
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection idle = proxy.connect();
                RawConnection busy = proxy.connect()) {
            busy.send(GET);
            Eventually.holds("the app has the request", SOON, () -> app.open() == 1);
            Thread stopping = new Thread(proxy.server::close);
            stopping.start();

            assertThat(idle.rest()).isEmpty();
            assertThat(proxy.server.isReady()).isFalse();
            gates.open(0);
            String head = busy.head();
            assertThat(RawConnection.field(head, "connection")).isEqualTo("close");
            assertThat(busy.rest()).isEqualTo("done");
            stopping.join(SOON.toMillis());
            assertThat(stopping.isAlive()).isFalse();
        }
    }

    @Test
    void whatDoesNotFinishInTimeIsCutOff() {
        try (RawServer app = RawServer.start(RawConnection::rest);
                ProxyFixture proxy = ProxyFixture.of(options -> options.drainLimit(Duration.ofMillis(300)), app.uri());
                RawConnection client = proxy.connect()) {
            client.send(GET);
            Eventually.holds("the app has the request", SOON, () -> app.open() == 1);

            proxy.server.close();

            assertThat(client.rest()).isEmpty();
            assertThat(proxy.inFlight()).isZero();
        }
    }

    private static String path(String head) {
        return head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP/"));
    }

    private static String headOnly(String length) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** Steps of an app that a test lets happen one after another. */
    static final class Gates {
        private final List<java.util.concurrent.CountDownLatch> latches = new ArrayList<>();

        Gates() {
            for (int i = 0; i < 10; i++) {
                latches.add(new java.util.concurrent.CountDownLatch(1));
            }
        }

        void await(int gate) throws InterruptedException {
            assertThat(latches.get(gate).await(30, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
        }

        void open(int gate) {
            latches.get(gate).countDown();
        }
    }
}
