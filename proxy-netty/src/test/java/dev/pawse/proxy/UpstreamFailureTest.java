package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to clients when an app misbehaves. */
final class UpstreamFailureTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 2\r\n\r\nhi";
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void aRequestIsAskedOnceMoreWhenItsKeptConnectionTurnsOutClosed() {
        AtomicInteger requests = new AtomicInteger();
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    requests.incrementAndGet();
                    connection.send(RawServer.ok("first"));
                    // Takes the second request and closes without a word.
                    connection.head();
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.body(client.send(GET).head())).isEqualTo("first");
            }
            assertThat(requests).hasValue(4);
        }
    }

    @Test
    void aPostIsNeverSentTwice() {
        AtomicInteger requests = new AtomicInteger();
        try (RawServer app = RawServer.start(connection -> {
                    connection.body(connection.head());
                    requests.incrementAndGet();
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            String head = client.send(POST).head();

            assertThat(head).startsWith("HTTP/1.1 502");
            assertThat(client.body(head)).contains("\"status\":502");
            assertThat(requests).hasValue(1);
            assertThat(proxy.inFlight()).isZero();
        }
    }

    @Test
    void anAppThatNeverAnswersAGetIsAskedTwiceAndNoMore() {
        AtomicInteger requests = new AtomicInteger();
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    requests.incrementAndGet();
                    connection.reset();
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            assertThat(client.send(GET).head()).startsWith("HTTP/1.1 502");
            assertThat(requests).hasValue(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nnocolon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Le",
            })
    void anAnswerThatIsNotHttpBecomesABadGateway(String answer) {
        try (RawServer app = RawServer.start(connection -> {
                    connection.body(connection.head());
                    connection.send(answer);
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            String head = client.send(POST).head();

            assertThat(head).startsWith("HTTP/1.1 502");
            assertThat(client.body(head)).contains("\"status\":502");
            Eventually.holds("the app's connection is closed", SOON, () -> app.open() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n",
            })
    void anAnswerThatBreaksOffIsNotMadeToLookWhole(String answer) {
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send(answer);
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            assertThat(client.send(GET).head()).startsWith("HTTP/1.1 200");
            assertThat(client.rest()).contains("hello").doesNotContain("\r\n0\r\n\r\n");
            Eventually.holds("nothing is in flight", SOON, () -> proxy.inFlight() == 0);
        }
    }

    @Test
    void whatComesBehindAnAnswerIsNotTakenForTheNext() {
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send(RawServer.ok("mine") + RawServer.ok("poison"));
                    connection.rest();
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.body(client.send(GET).head())).isEqualTo("mine");
            }
            assertThat(app.connections()).isEqualTo(3);
        }
    }

    @Test
    void anAppThatDoesNotAnswerInTimeIsGivenUp() {
        try (RawServer app = RawServer.start(RawConnection::rest);
                ProxyFixture proxy =
                        ProxyFixture.of(options -> options.firstByteTimeout(Duration.ofMillis(300)), app.uri());
                RawConnection client = proxy.connect()) {
            String head = client.send(POST).head();
            assertThat(head).startsWith("HTTP/1.1 504");
            client.body(head);
            Eventually.holds("the app's connection is closed", SOON, () -> app.open() == 0);
            assertThat(client.send(GET).head()).startsWith("HTTP/1.1 504");
        }
    }

    @Test
    void anAnswerThatStandsStillIsCutOff() {
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello");
                    connection.rest();
                });
                ProxyFixture proxy =
                        ProxyFixture.of(options -> options.idleTimeout(Duration.ofMillis(300)), app.uri());
                RawConnection client = proxy.connect()) {
            client.send(GET).head();
            assertThat(client.rest()).isEqualTo("hello");
        }
    }

    @Test
    void aHeaderThatComesTooSlowlyIsGivenUp() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok(""));
                ProxyFixture proxy =
                        ProxyFixture.of(options -> options.headerTimeout(Duration.ofMillis(300)), app.uri());
                RawConnection client = proxy.connect()) {
            assertThat(client.send("GET / HTTP/1.1\r\nHos").head()).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void aBodyThatStandsStillIsGivenUp() {
        try (RawServer app = RawServer.start(connection -> connection.body(connection.head()));
                ProxyFixture proxy =
                        ProxyFixture.of(options -> options.bodyTimeout(Duration.ofMillis(300)), app.uri());
                RawConnection client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 20\r\n\r\nhi");
            assertThat(client.head()).startsWith("HTTP/1.1 408");
            Eventually.holds("the app's connection is closed", SOON, () -> app.open() == 0);
        }
    }

    @Test
    void aConnectionWithoutARequestIsClosedAfterAWhile() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy =
                        ProxyFixture.of(options -> options.keepAliveTimeout(Duration.ofSeconds(1)), app.uri());
                RawConnection client = proxy.connect()) {
            assertThat(client.body(client.send(GET).head())).isEqualTo("x");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void anUnusedConnectionToAnAppIsClosedAfterAWhile() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy =
                        ProxyFixture.of(options -> options.upstreamIdleTimeout(Duration.ofMillis(300)), app.uri());
                RawConnection client = proxy.connect()) {
            assertThat(client.body(client.send(GET).head())).isEqualTo("x");
            Eventually.holds("it is closed", SOON, () -> app.open() == 0);
            assertThat(client.body(client.send(GET).head())).isEqualTo("x");
        }
    }

    @Test
    void moreConnectionsThanAllowedWaitToBeAccepted() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.of(options -> options.maxConnections(1), app.uri());
                RawConnection first = proxy.connect()) {
            assertThat(first.body(first.send(GET).head())).isEqualTo("x");
            try (RawConnection second = proxy.connect()) {
                second.send(GET);
                assertThat(first.body(first.send(GET).head())).isEqualTo("x");
                first.close();
                assertThat(second.body(second.head())).isEqualTo("x");
            }
        }
    }
}
