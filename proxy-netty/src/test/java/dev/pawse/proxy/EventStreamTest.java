package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.testkit.Eventually;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class EventStreamTest {
    private final AdminFixture admin = new AdminFixture();

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void whatHappensIsToldAsItHappens() throws IOException {
        try (Stream stream = new Stream("")) {
            admin.post("/api/apps/test/blog/sleep");

            JsonNode event = stream.next("app-rested");

            assertThat(event.path("app").asString()).isEqualTo("test/blog");
            assertThat(event.path("formation").path("web").path("quantity").asInt())
                    .isEqualTo(1);
            assertThat(event.path("idleMs").isNumber()).isTrue();
        }
    }

    @Test
    void aClientThatComesBackMissesNothing() throws IOException {
        admin.platform.fake("blog").bootTakes(Duration.ZERO);
        String last;
        try (Stream stream = new Stream("")) {
            admin.post("/api/apps/test/blog/sleep");
            stream.next("app-rested");
            last = stream.lastId();
        }
        admin.post("/api/apps/test/blog/wake?wait=30s");
        admin.post("/api/apps/other/blog/sleep");

        try (Stream stream = new Stream("Last-Event-ID: " + last + "\r\n")) {
            assertThat(stream.next("app-woke").path("app").asString()).isEqualTo("test/blog");
            assertThat(stream.next("app-rested").path("app").asString()).isEqualTo("other/blog");
        }
    }

    @Test
    void anIdThatIsNoneIsRefused() {
        String answer = admin.raw("GET", "/api/events", "Accept: text/event-stream", "Last-Event-ID: yesterday");

        assertThat(AdminFixture.status(answer)).isEqualTo(400);
    }

    @Test
    void aClientThatLeavesIsForgotten() throws IOException {
        try (Stream stream = new Stream("")) {
            assertThat(admin.connections()).isEqualTo(1);
        }

        Eventually.holds("the connection is gone", Duration.ofSeconds(30), () -> admin.connections() == 0);
    }

    @Test
    void aProcessThatStopsEndsTheAnswerAsItShould() throws IOException {
        try (Stream stream = new Stream("")) {
            admin.streams.end();

            assertThat(stream.rest()).endsWith("\r\n0\r\n\r\n");
        }
        Eventually.holds("the connection is gone", Duration.ofSeconds(30), () -> admin.connections() == 0);
    }

    @Test
    void aStreamOnWhichNothingHappensStaysAlive() {
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        channel.freezeTime();
        ChannelHandlerContext ctx = channel.pipeline().firstContext();
        HttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/api/events");
        ApiExchange exchange = new ApiExchange(ctx, request, Runnable::run, ctx.newPromise());

        EventStream.open(exchange, admin.pawse.events(), admin.streams).catchUp(List.of());
        channel.advanceTimeBy(16, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        HttpResponse head = channel.readOutbound();
        assertThat(head.headers().get("content-type")).isEqualTo("text/event-stream");
        assertThat(text(channel)).startsWith("retry: ");
        assertThat(text(channel)).isEqualTo(":\n\n");
        channel.close();
        assertThat(exchange.done().isDone()).isTrue();
        channel.finishAndReleaseAll();
    }

    private static String text(EmbeddedChannel channel) {
        HttpContent content = channel.readOutbound();
        String text = content.content().toString(StandardCharsets.UTF_8);
        content.release();
        return text;
    }

    /** A client of the stream that reads line by line. */
    private final class Stream implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.root.getPort());
        private final BufferedReader lines;
        private final List<String> ids = new ArrayList<>();

        private Stream(String header) throws IOException {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                                    + "Authorization: Bearer " + AdminFixture.TOKEN + "\r\n" + header + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(until("HTTP/1.1")).isEqualTo("HTTP/1.1 200 OK");
            until("retry: ");
        }

        private JsonNode next(String name) {
            while (true) {
                ids.add(until("id: ").substring("id: ".length()));
                JsonNode event = JsonMapper.shared().readTree(until("data: ").substring("data: ".length()));
                if (event.path("name").asString().equals(name)) {
                    return event;
                }
            }
        }

        private String lastId() {
            return ids.get(ids.size() - 1);
        }

        private String rest() throws IOException {
            StringBuilder rest = new StringBuilder();
            for (int c = lines.read(); c >= 0; c = lines.read()) {
                rest.append((char) c);
            }
            return rest.toString();
        }

        private String until(String beginning) {
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(beginning)) {
                        return line;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("no line begins with " + beginning, e);
            }
            throw new AssertionError("the stream ended before a line that begins with " + beginning);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
