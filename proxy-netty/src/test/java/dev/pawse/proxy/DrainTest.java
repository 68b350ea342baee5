package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import io.netty.buffer.Unpooled;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of connections when the proxy is told to stop. */
final class DrainTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n";
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void requestsAreTakenAsBeforeUntilTheDelayIsOver() throws Exception {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection early = proxy.connect()) {
            CountDownLatch delay = new CountDownLatch(1);
            CompletableFuture<Boolean> end = Background.call(() -> proxy.server.end(() -> awaited(delay), () -> {}));
            Eventually.holds("readiness goes off", SOON, () -> !proxy.server.isReady());

            try (RawConnection late = proxy.connect()) {
                String head = late.send(GET).head();
                assertThat(head).startsWith("HTTP/1.1 200");
                assertThat(RawConnection.field(head, "connection")).isNull();
                assertThat(late.body(head)).isEqualTo("x");

                delay.countDown();
                assertThat(late.rest()).isEmpty();
            }

            assertThat(early.rest()).isEmpty();
            assertThat(end.get(30, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(proxy::connect).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aHeldRequestIsToldAtOnceToComeBack() throws Exception {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.of(app.uri()).resting(Duration.ofMinutes(1));
                RawConnection client = proxy.connect()) {
            client.send(GET);
            Eventually.holds("the request is held", SOON, () -> proxy.held() == 1);

            CompletableFuture<Boolean> end = Background.call(() -> proxy.server.end(Duration.ZERO, () -> {}));

            String head = client.head();
            assertThat(head).startsWith("HTTP/1.1 503");
            assertThat(RawConnection.field(head, "retry-after")).isEqualTo("1");
            assertThat(RawConnection.field(head, "connection")).isEqualTo("close");
            assertThat(end.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theWaitingPageIsToldAtOnceToAskAgain() throws Exception {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("x"));
                ProxyFixture proxy = ProxyFixture.of(app.uri()).resting(Duration.ofMinutes(1));
                RawConnection client = proxy.connect()) {
            client.send("GET " + WaitingPage.WAIT_PATH + " HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            Eventually.holds("the page waits", SOON, () -> proxy.inFlight() == 1);

            CompletableFuture<Boolean> end = Background.call(() -> proxy.server.end(Duration.ZERO, () -> {}));

            assertThat(client.head()).startsWith("HTTP/1.1 503");
            assertThat(end.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aStreamOfEventsEndsWellAfterTheEventThatIsUnderWay() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\ndata: 1\n\ndata: ");
                    awaited(stopping);
                    connection.send("2\n\n");
                    connection.rest();
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            assertThat(client.send(GET).head()).startsWith("HTTP/1.1 200");
            assertThat(client.line()).isEqualTo("f");
            assertThat(client.text(15)).isEqualTo("data: 1\n\ndata: ");

            CompletableFuture<Boolean> end =
                    Background.call(() -> proxy.server.end(Duration.ZERO, stopping::countDown));

            assertThat(client.line()).isEmpty();
            assertThat(client.chunks()).isEqualTo("2\n\n");
            assertThat(client.rest()).isEmpty();
            assertThat(end.get(30, TimeUnit.SECONDS)).isTrue();
            Eventually.holds("the app's connection ends", SOON, () -> app.open() == 0);
        }
    }

    @Test
    void aQuietStreamOfEventsEndsAtOnce() throws Exception {
        try (RawServer app = RawServer.start(connection -> {
                    connection.head();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
                    connection.rest();
                });
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            assertThat(client.send(GET).head()).startsWith("HTTP/1.1 200");
            assertThat(client.line()).isEqualTo("9");
            assertThat(client.text(9)).isEqualTo("data: 1\n\n");

            assertThat(proxy.server.end(Duration.ZERO, () -> {})).isTrue();

            assertThat(client.line()).isEmpty();
            assertThat(client.chunks()).isEmpty();
        }
    }

    @Test
    void whatHadToBeCutOffIsTold() {
        try (RawServer app = RawServer.start(RawConnection::rest);
                ProxyFixture proxy = ProxyFixture.of(options -> options.drainLimit(Duration.ofMillis(100)), app.uri());
                RawConnection client = proxy.connect()) {
            client.send(GET);
            Eventually.holds("the app has the request", SOON, () -> app.open() == 1);

            assertThat(proxy.server.end(Duration.ZERO, () -> {})).isFalse();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting", e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "data: 1|, false",
        "data: 1||, true",
        "data: 1/|/|, true",
        "data: 1//, true",
        "data: 1/|/, true",
        "data: 1/|, false",
        "data: 1||data: 2, false",
        ": a comment||, true",
        "data: long|id: 2||, true",
        "'', true"
    })
    void anEventEndsWithABlankLine(String text, boolean ends) {
        byte[] bytes = text.replace('|', '\n').replace('/', '\r').getBytes(StandardCharsets.US_ASCII);
        EventBoundary whole = new EventBoundary();
        whole.pass(Unpooled.wrappedBuffer(bytes));
        EventBoundary single = new EventBoundary();
        for (byte one : bytes) {
            single.pass(Unpooled.wrappedBuffer(new byte[] {one}));
        }

        assertThat(whole.isBetween()).isEqualTo(ends);
        assertThat(single.isBetween()).isEqualTo(ends);
    }
}
