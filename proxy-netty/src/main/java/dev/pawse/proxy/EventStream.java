package dev.pawse.proxy;

import dev.pawse.core.Events;
import dev.pawse.spi.Event;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to the apps as a stream of server-sent events, from now on until the client leaves.
 *
 * <p>Each has its time as its id, so that a client that comes back with {@code Last-Event-ID} misses nothing, and no
 * {@code event} field, so that a browser hands all of them to {@code onmessage}; the name is in the data. Every 15 seconds a
 * comment keeps the connection from looking idle. A client that reads too slowly is cut off and may come back.
 *
 * <p>Its event loop owns it.
 */
final class EventStream {
    static final String TYPE = "text/event-stream";

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final ChannelHandlerContext ctx;
    private @Nullable List<Event> early = new ArrayList<>();

    private EventStream(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    /** Begins the answer. Events wait until {@link #catchUp} is called. */
    static EventStream open(ApiExchange exchange, Events events, EventStreams streams) {
        ChannelHandlerContext ctx = exchange.ctx();
        EventStream stream = new EventStream(ctx);
        AutoCloseable subscription = events.subscribe(event -> ctx.executor().execute(() -> stream.happened(event)));
        streams.opened(stream);
        ctx.write(head(exchange.version()));
        stream.write("retry: 2000\n: what happens to the apps\n\n");
        Future<?> heartbeat = ctx.executor()
                .scheduleAtFixedRate(
                        () -> stream.write(":\n\n"), HEARTBEAT.toSeconds(), HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(closed -> {
            streams.closed(stream);
            heartbeat.cancel(false);
            end(subscription);
            exchange.done().tryFailure(new ClosedChannelException());
        });
        if (!ctx.channel().config().isAutoRead()) {
            // Or nobody would notice that the client leaves. In a task of its own, as this may run within a read.
            ctx.executor().execute(ctx::read);
        }
        return stream;
    }

    /** Tells what the client missed, oldest first, then what happened since the stream was opened, and from now on. */
    void catchUp(List<Event> missed) {
        List<Event> waiting = early;
        early = null;
        missed.forEach(this::tell);
        if (waiting != null) {
            waiting.stream().filter(event -> !missed.contains(event)).forEach(this::tell);
        }
    }

    /** The process stops: the answer ends as it should, and the client comes back where another process answers. */
    void end() {
        ctx.executor()
                .execute(() ->
                        ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE));
    }

    private void happened(Event event) {
        List<Event> waiting = early;
        if (waiting == null) {
            tell(event);
        } else {
            waiting.add(event);
        }
    }

    private void tell(Event event) {
        String json = new String(ApiJson.bytes(ApiJson.event(event)), StandardCharsets.UTF_8);
        write("id: " + event.at() + "\ndata: " + json + "\n\n");
    }

    private void write(String text) {
        if (!ctx.channel().isWritable()) {
            LOG.debug("{} reads events too slowly and is cut off", ctx.channel().remoteAddress());
            ctx.close();
            return;
        }
        ctx.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
    }

    private static HttpResponse head(HttpVersion version) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, TYPE)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                // nginx would gather the events and pass them on in lumps.
                .set("x-accel-buffering", "no")
                .set("x-content-type-options", "nosniff");
        if (version.equals(HttpVersion.HTTP_1_0)) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else {
            HttpUtil.setTransferEncodingChunked(head, true);
        }
        return head;
    }

    private static void end(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception e) {
            LOG.warn("a subscription to events could not be ended", e);
        }
    }
}
