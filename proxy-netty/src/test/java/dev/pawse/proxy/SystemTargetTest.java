package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Requests on the proxy's own port that are meant for the proxy itself. */
final class SystemTargetTest {
    private static final String SYSTEM = "PaastisProxyTarget: system\r\nPaastisProxySystemApiToken: t\r\n";

    @Test
    void aRequestForTheProxyItselfNeverReachesAnApp() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("the app"));
                ProxyFixture proxy = ProxyFixture.withSystemApi(SystemTargetTest::echo, app.uri());
                RawConnection client = proxy.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send("POST /apps HTTP/1.1\r\nHost: shop.test\r\n" + SYSTEM + "Content-Length: 2\r\n\r\nhi");
                assertThat(client.body(client.head())).isEqualTo("POST /apps hi");
            }
            client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            assertThat(client.body(client.head())).isEqualTo("the app");
            assertThat(app.connections()).isEqualTo(1);
        }
    }

    @Test
    void pipelinedRequestsForBothAreAnsweredInOrder() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("the app"));
                ProxyFixture proxy = ProxyFixture.withSystemApi(SystemTargetTest::echo, app.uri());
                RawConnection client = proxy.connect()) {
            String system = "GET /apps HTTP/1.1\r\nHost: x\r\n" + SYSTEM + "\r\n";
            String ordinary = "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n";
            client.send(system + ordinary + system + ordinary);

            for (String expected : new String[] {"GET /apps ", "the app", "GET /apps ", "the app"}) {
                assertThat(client.body(client.head())).isEqualTo(expected);
            }
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("the app"));
                ProxyFixture proxy = ProxyFixture.withSystemApi(SystemTargetTest::echo, app.uri());
                RawConnection client = proxy.connect()) {
            client.send("POST /apps HTTP/1.1\r\nHost: x\r\n" + SYSTEM + "Content-Length: 70000\r\n\r\n");
            client.send(new byte[70_000]);
            assertThat(client.head()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void aBodyThatStandsStillIsGivenUp() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok("the app"));
                ProxyFixture proxy = ProxyFixture.withSystemApi(
                        SystemTargetTest::echo, options -> options.bodyTimeout(Duration.ofMillis(300)), app.uri());
                RawConnection client = proxy.connect()) {
            client.send("POST /apps HTTP/1.1\r\nHost: x\r\n" + SYSTEM + "Content-Length: 20\r\n\r\nhi");
            assertThat(client.head()).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void withoutASystemApiTheHeadersAreOnlyDropped() {
        try (RawServer app = RawServer.answering((head, body) -> RawServer.ok(head));
                ProxyFixture proxy = ProxyFixture.of(app.uri());
                RawConnection client = proxy.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n" + SYSTEM + "\r\n");
            assertThat(client.body(client.head())).startsWith("GET / ").doesNotContain("Paastis");
        }
    }

    private static void echo(ChannelHandlerContext ctx, FullHttpRequest request) {
        String text =
                request.method() + " " + request.uri() + " " + request.content().toString(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        ctx.writeAndFlush(response);
    }
}
