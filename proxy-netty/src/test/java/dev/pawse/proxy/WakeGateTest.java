package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.FreePort;
import dev.pawse.testkit.Operation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WakeGateTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void aRequestToASleepingAppIsHeldAndThenServed() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok(body));
                ProxyFixture proxy = ProxyFixture.of(app.uri()).resting(Duration.ofMillis(300));
                RawConnection client = proxy.connect()) {
            String head = client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 5\r\n\r\nhello")
                    .head();

            assertThat(head).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(client.body(head)).isEqualTo("hello");
            assertThat(proxy.shop().starts()).isEqualTo(1);
        }
    }

    @Test
    void anUploadIsLeftInTheKernelWhileItsAppWakes() {
        int size = 16 * 1024 * 1024;
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    for (int got = 0; got < size; got += 65536) {
                        connection.bytes(65536);
                    }
                    connection.send(RawServer.ok("got it"));
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri()).resting(Duration.ofMillis(500));
                RawConnection client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: " + size + "\r\n\r\n");
            for (int i = 0; i < size / 65536; i++) {
                client.send(new byte[65536]);
            }

            assertThat(client.body(client.head())).isEqualTo("got it");
        }
    }

    @Test
    void aThousandRequestsAtOnceStartTheAppOnce() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.of(app.uri()).resting(Duration.ofMillis(700))) {
            List<RawConnection> clients = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                clients.add(proxy.connect().send(GET));
            }
            for (RawConnection client : clients) {
                String head = client.head();
                assertThat(head).startsWith("HTTP/1.1 200");
                assertThat(client.body(head)).isEqualTo("x");
                client.close();
            }
            assertThat(proxy.platform.count(Operation.START)).isEqualTo(1);
            Eventually.holds("nothing is in flight", SOON, () -> proxy.inFlight() == 0);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "page | GET  | Accept: text/html;Sec-Fetch-Mode: navigate;Sec-Fetch-Dest: document",
                "page | GET  | Accept: text/html,application/xhtml+xml",
                "page | HEAD | Accept: text/html",
                "page | GET  | Sec-Fetch-Mode: navigate;Sec-Fetch-Dest: iframe;Accept: */*",
                "held | GET  | Accept: application/json",
                "held | GET  | Accept: */*",
                "held | GET  | X-None: x",
                "held | POST | Accept: text/html;Sec-Fetch-Mode: navigate",
                "held | GET  | Accept: text/event-stream",
                "held | GET  | Accept: text/html;Sec-Fetch-Dest: script",
                "held | GET  | Accept: text/html;Sec-Fetch-Dest: style;Sec-Fetch-Mode: no-cors",
                "held | GET  | Accept: text/html;Sec-Fetch-Dest: image",
                "held | GET  | Accept: text/html;Sec-Fetch-Mode: cors",
                "held | GET  | Accept: text/html;X-Requested-With: XMLHttpRequest",
            })
    void onlyAPersonWhoOpensAPageSeesOneThatWaits(String outcome, String method, String fields) {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok(""));
                ProxyFixture proxy = ProxyFixture.of(app.uri()).resting(Duration.ofMillis(200));
                RawConnection client = proxy.connect()) {
            String head = client.send(method + " / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 0\r\n"
                            + fields.replace(";", "\r\n") + "\r\n\r\n")
                    .head();

            if (outcome.equals("held")) {
                assertThat(head).startsWith("HTTP/1.1 200");
            } else {
                assertThat(head).startsWith("HTTP/1.1 503").contains("text/html");
                assertThat(RawConnection.field(head, "retry-after")).isNotNull();
                assertThat(RawConnection.field(head, "cache-control")).isEqualTo("no-store");
                assertThat(RawConnection.field(head, "vary")).isEqualTo("Accept, Sec-Fetch-Mode");
                assertThat(RawConnection.field(head, "content-security-policy")).isNotNull();
                Eventually.holds("the app is woken", SOON, () -> proxy.shop().starts() == 1);
                Eventually.holds("nothing is in flight", SOON, () -> proxy.inFlight() == 0);
            }
        }
    }

    @Test
    void theWaitingPagesQuestionIsAnsweredByTheProxyOnceTheAppIsReady() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("the app"));
                ProxyFixture proxy = ProxyFixture.of(app.uri()).resting(Duration.ofMillis(300));
                RawConnection client = proxy.connect()) {
            String head = client.send("GET " + WaitingPage.WAIT_PATH + " HTTP/1.1\r\nHost: shop.test\r\n\r\n")
                    .head();
            assertThat(client.body(head)).contains("\"state\":\"ready\"");

            assertThat(client.body(client.send(GET).head())).isEqualTo("the app");
        }
    }

    @Test
    void aHoldEndsBeforeTheWakeDoes() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.holding(Duration.ofMillis(300), 1000, app.uri())
                        .resting(LONG);
                RawConnection client = proxy.connect()) {
            String head = client.send(GET).head();

            assertThat(head).startsWith("HTTP/1.1 503");
            assertThat(RawConnection.field(head, "retry-after")).isEqualTo("5");
            assertThat(RawConnection.field(head, "content-type")).isEqualTo("application/problem+json");
            assertThat(client.body(head)).contains("still waking");
            assertThat(proxy.inFlight()).isZero();
        }
    }

    @Test
    void moreWaitersThanAllowedAreTurnedAwayAndALeaverMakesRoom() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.holding(LONG, 2, app.uri()).resting(LONG);
                RawConnection first = proxy.connect().send(GET);
                RawConnection second = proxy.connect().send(GET)) {
            Eventually.holds("two are held", SOON, () -> proxy.held() == 2);
            try (RawConnection third = proxy.connect()) {
                assertThat(third.send(GET).head()).startsWith("HTTP/1.1 503");
            }
            assertThat(second).isNotNull();
            first.close();
            Eventually.holds("one has left", SOON, () -> proxy.held() == 1);
            try (RawConnection third = proxy.connect()) {
                third.send(GET);
                Eventually.holds("two are held again", SOON, () -> proxy.held() == 2);
            }
        }
    }

    @Test
    void theBoundOnAllWaitersHoldsForEveryApp() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.of(options -> options.maxWaiters(1), app.uri())
                        .resting(LONG);
                RawConnection first = proxy.connect().send(GET);
                RawConnection second = proxy.connect()) {
            Eventually.holds("one is held", SOON, () -> proxy.held() == 1);
            assertThat(first).isNotNull();
            assertThat(second.send(GET).head()).startsWith("HTTP/1.1 503");
        }
    }

    @Test
    void aFailedWakeIsAnsweredWithItsReason() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.of(app.uri()).resting(Duration.ZERO);
                RawConnection client = proxy.connect()) {
            proxy.platform
                    .faults()
                    .on(Operation.START)
                    .fail(new PawseException(Reason.UNAVAILABLE, "the platform has no room")
                            .withRetryAfter(Duration.ofSeconds(7)));
            String head = client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 0\r\n\r\n")
                    .head();

            assertThat(head).startsWith("HTTP/1.1 503");
            assertThat(RawConnection.field(head, "retry-after")).isNotNull();
            assertThat(client.body(head)).contains("the platform has no room");
            assertThat(client.send(GET).head()).startsWith("HTTP/1.1 50");
        }
    }

    @Test
    void anAppThatRefusesIsLookedAtAgainAndWoken() {
        int port = FreePort.next();
        RawServer app = RawServer.start(port, RawServer.keptAlive((head, body) -> RawServer.ok("first life")));
        try (ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            assertThat(client.body(client.send(GET).head())).isEqualTo("first life");
            // Somebody else stops it: nobody tells the proxy.
            app.close();
            proxy.shop().stopped().bootTakes(Duration.ofMillis(200));
            proxy.whenStarted(() -> RawServer.start(port, RawServer.keptAlive((h, b) -> RawServer.ok("second life"))));

            String head = client.send(GET).head();

            assertThat(client.body(head)).isEqualTo("second life");
            assertThat(proxy.shop().starts()).isEqualTo(1);
        } finally {
            app.close();
        }
    }

    @Test
    void anAppThatIsSaidToRunAndRefusesIsGivenUpAfterAFewLooks() {
        try (ProxyFixture proxy = ProxyFixture.alwaysOn(nobody());
                RawConnection client = proxy.connect()) {
            String head = client.send(GET).head();

            assertThat(head).startsWith("HTTP/1.1 502");
            assertThat(client.body(head)).doesNotContain("127.0.0.1");
            assertThat(proxy.inFlight()).isZero();
        }
    }

    @Test
    void anotherProcessOfTheAppTakesWhatOneRefuses() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.alwaysOn(nobody(), app.uri());
                RawConnection client = proxy.connect()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.body(client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 1\r\n\r\nx")
                                .head()))
                        .isEqualTo("x");
            }
        }
    }

    @Test
    void severalProcessesShareTheRequests() {
        try (RawServer one = RawServer.answering((head, body) -> RawServer.ok("1"));
                RawServer two = RawServer.answering((head, body) -> RawServer.ok("2"));
                ProxyFixture proxy = ProxyFixture.of(one.uri(), two.uri());
                RawConnection client = proxy.connect()) {
            StringBuilder order = new StringBuilder();
            for (int i = 0; i < 6; i++) {
                order.append(client.body(client.send(GET).head()));
            }
            assertThat(order.toString()).isIn("121212", "212121");
        }
    }

    @Test
    void aPlatformsOwnPageHasTheAppLookedAtAgain() {
        try (RawServer app = RawServer.answering((head, body) ->
                        "HTTP/1.1 503 No App\r\nX-Platform: not-running\r\nContent-Length: 4\r\n\r\noops");
                ProxyFixture proxy = ProxyFixture.overAnsweringPlatform(app.uri());
                RawConnection client = proxy.connect()) {
            proxy.platform.forgetCalls();
            proxy.platform
                    .faults()
                    .on(Operation.APP)
                    .doing(() -> app.script(RawServer.keptAlive((h, b) -> RawServer.ok("the app"))));

            assertThat(client.body(client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 0\r\n\r\n")
                            .head()))
                    .isEqualTo("the app");
            assertThat(proxy.platform.count(Operation.APP)).isPositive();
        }
    }

    @Test
    void aPlatformsPageIsPassedOnWhenLookingAgainDoesNotHelp() {
        try (RawServer app = RawServer.answering((head, body) ->
                        "HTTP/1.1 503 No App\r\nX-Platform: not-running\r\nContent-Length: 4\r\n\r\noops");
                ProxyFixture proxy = ProxyFixture.overAnsweringPlatform(app.uri());
                RawConnection client = proxy.connect()) {
            assertThat(client.body(client.send(GET).head())).isEqualTo("oops");
            assertThat(proxy.inFlight()).isZero();
        }
    }

    @Test
    void anUnknownHostWakesNothing() {
        FakeProvider platform = FakeProvider.builder("test").build();
        platform.add("shop").hosts("shop.test");
        try (ProxyFixture proxy = ProxyFixture.over(platform, builder -> builder, options -> options);
                RawConnection client = proxy.connect()) {
            platform.forgetCalls();
            client.send("GET / HTTP/1.1\r\nHost: nobody.test\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 421");
            assertThat(platform.calls()).allMatch(call -> call.operation() == Operation.APPS);
        }
    }

    /** Where nobody listens. */
    private static URI nobody() {
        return URI.create("http://127.0.0.1:" + FreePort.next());
    }
}
