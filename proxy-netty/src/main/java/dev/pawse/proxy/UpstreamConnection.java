package dev.pawse.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to an app's process: sends one request at a time and relays its answer to the client. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamConnection.class);

    private final ProxyLoop loop;
    private final Upstream upstream;
    private final ResponseDecoder decoder;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Exchange exchange;
    private long idleSince;
    private boolean chunkedRequest;
    private boolean chunkedResponse;
    private boolean interim;
    private boolean keepAlive;
    private boolean used;
    private boolean suspended;
    private boolean unflushed;
    private boolean dropped;

    UpstreamConnection(ProxyLoop loop, Upstream upstream, ResponseDecoder decoder) {
        this.loop = loop;
        this.upstream = upstream;
        this.decoder = decoder;
        this.idleSince = loop.now();
    }

    Upstream upstream() {
        return upstream;
    }

    long idleSince() {
        return idleSince;
    }

    boolean isUsable() {
        return ctx().channel().isActive();
    }

    boolean isWritable() {
        return ctx().channel().isWritable();
    }

    /** Sends a request's head and what is there of its body. */
    void begin(Exchange begun) {
        exchange = begun;
        begun.connection = this;
        interim = false;
        decoder.expect(begun.isHead());
        chunkedRequest = begun.hasBody && !begun.request.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
        unflushed = true;
        ctx().write(RequestHead.write(begun, upstream.endpoint(), loop.head, ctx().alloc()), ctx().voidPromise());
        HttpContent kept = begun.nextKept();
        while (kept != null) {
            write(kept);
            kept = begun.nextKept();
        }
        begun.client.forwarding(begun);
        if (!begun.client.isReading()) {
            flush();
        }
    }

    /** Sends a part of the body; {@link #flush()} must follow. */
    void write(HttpContent part) {
        Exchange now = exchange;
        if (now != null) {
            now.bodySent = true;
        }
        unflushed = true;
        Chunks.write(ctx(), part, chunkedRequest);
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            ctx().flush();
        }
    }

    /** Reads on after the client has room again. */
    void resume() {
        if (suspended) {
            suspended = false;
            ctx().channel().config().setAutoRead(true);
        }
    }

    /** The exchange is over for this connection, and the connection with it. */
    void abandon() {
        exchange = null;
        close();
    }

    void close() {
        dropped = true;
        ctx().close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext read, Object message) {
        Exchange now = exchange;
        if (now == null || now.responseComplete) {
            // What nobody asked for could be taken for the answer to the next request.
            ReferenceCountUtil.release(message);
            close();
        } else if (message instanceof HttpResponse response) {
            head(now, response);
        } else if (message instanceof HttpContent content) {
            content(now, content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext complete) {
        Exchange now = exchange;
        if (now == null) {
            return;
        }
        if (now.responseComplete) {
            complete(now);
            return;
        }
        relay(now);
        if (loop.context.isDraining()) {
            endStream();
        }
    }

    /** The proxy stops: ends a stream of events where one has ended. Whoever listens comes back, to another proxy. */
    void endStream() {
        Exchange now = exchange;
        if (now == null || now.events == null || !now.responseStarted || !now.events.isBetween()) {
            return;
        }
        exchange = null;
        now.connection = null;
        now.responseComplete = true;
        now.keepAlive = false;
        now.client.relay.write(LastHttpContent.EMPTY_LAST_CONTENT, chunkedResponse);
        close();
        now.client.ended(now);
    }

    /** Sends the client what is there, and stops reading while it has no room. */
    private void relay(Exchange now) {
        now.client.relay.flush();
        // After the flush, or the client's "writable again" would have passed before anybody listened.
        if (now.responseStarted && !now.client.relay.isWritable() && !suspended) {
            suspended = true;
            ctx().channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        Exchange now = exchange;
        if (now != null && changed.channel().isWritable()) {
            now.client.deadlines.progress();
            now.client.resume();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        Exchange now = exchange;
        if (now == null) {
            if (!dropped) {
                upstream.remove(this);
            }
            return;
        }
        if (now.responseComplete) {
            complete(now);
            return;
        }
        exchange = null;
        now.connection = null;
        loop.forwarder.lost(now, used);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext caught, Throwable cause) {
        // A failed handshake is told by whoever dialled.
        if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            LOG.debug("{}: the connection broke: {}", upstream.endpoint().authority(), cause.toString());
        } else {
            LOG.warn(
                    "{}: the connection is closed because of a failure",
                    upstream.endpoint().authority(),
                    cause);
        }
        caught.close();
    }

    private void head(Exchange now, HttpResponse response) {
        int code = response.status().code();
        boolean unasked = code == 101 && now.upgrade == null;
        if (unasked || response.decoderResult().isFailure() || !isFramingKnown(response.headers())) {
            LOG.warn("{}: the answer is not HTTP as it should be", now.app);
            loop.context.events.upstreamFailed(UpstreamFailure.PROTOCOL);
            now.client.answers.fail(
                    now, HttpResponseStatus.BAD_GATEWAY, "the app's answer is not HTTP as it should be", null);
            return;
        }
        if (code == 101) {
            exchange = null;
            UpgradeTunnel.open(now, ctx(), decoder, response, upstream.endpoint());
            return;
        }
        boolean old = HttpVersion.HTTP_1_0.equals(now.request.protocolVersion());
        if (code < 200) {
            interim = true;
            if (!old) {
                now.client.relay.write(ResponseHead.write(
                        response,
                        now,
                        upstream.endpoint(),
                        false,
                        ResponseHead.Connection.STAYS,
                        loop.head,
                        ctx().alloc()));
            }
            return;
        }
        if (code >= 400 && loop.forwarder.isPlatformAnswer(now.app, response) && loop.forwarder.disowned(now)) {
            return;
        }
        keepAlive = isKeptAlive(response);
        boolean empty = now.isHead() || code == 204 || code == 304;
        boolean chunkedHere = response.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
        boolean lengthKnown = response.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
        boolean chunked = !old && (empty ? chunkedHere && code != 204 : chunkedHere || !lengthKnown);
        chunkedResponse = chunked && !empty;
        keepAlive &= empty || chunkedHere || lengthKnown;
        now.keepAlive &= !loop.context.isDraining()
                && (empty || lengthKnown || chunked)
                // Whoever waits for leave to send the body may now send it or not.
                && (now.requestComplete || !now.request.headers().contains(HttpHeaderNames.EXPECT));
        ResponseHead.Connection connection;
        if (!now.keepAlive) {
            connection = ResponseHead.Connection.CLOSES;
        } else {
            connection = old ? ResponseHead.Connection.STAYS_OLD : ResponseHead.Connection.STAYS;
        }
        now.events = empty ? null : EventBoundary.of(response.headers());
        now.responseStarted = true;
        now.client.relay.begins(code);
        now.client.relay.write(
                ResponseHead.write(response, now, upstream.endpoint(), chunked, connection, loop.head, ctx().alloc()));
    }

    private void content(Exchange now, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (interim) {
            content.release();
            interim = !last;
            return;
        }
        if (content.decoderResult().isFailure()) {
            content.release();
            LOG.warn("{}: the chunks of the answer are broken", now.app);
            loop.context.events.upstreamFailed(UpstreamFailure.PROTOCOL);
            now.client.answers.fail(
                    now, HttpResponseStatus.BAD_GATEWAY, "the chunks of the app's answer are broken", null);
            return;
        }
        if (last) {
            now.responseComplete = true;
        } else {
            now.client.deadlines.progress();
        }
        if (now.events != null) {
            now.events.pass(content.content());
        }
        now.client.relay.write(content, chunkedResponse);
        if (!last && !now.client.relay.isWritable()) {
            // A read can bring a megabyte at once: as much as that is not kept.
            relay(now);
        }
    }

    /** The answer has been read whole: the connection may serve again, then the client may ask again. */
    private void complete(Exchange done) {
        exchange = null;
        done.connection = null;
        if (keepAlive && done.requestComplete && decoder.isClean() && isUsable()) {
            used = true;
            idleSince = loop.now();
            // Or the next request would wait for ever on a connection that nobody reads.
            resume();
            loop.forwarder.free(this);
        } else {
            close();
        }
        done.client.ended(done);
    }

    /** RFC 9112 section 6.3: an answer whose coding is not understood has no known end. */
    private static boolean isFramingKnown(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return true;
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.size() == 1 && "chunked".equalsIgnoreCase(codings.get(0));
    }

    private static boolean isKeptAlive(HttpResponse response) {
        String connection = response.headers().get(HttpHeaderNames.CONNECTION);
        if (HttpVersion.HTTP_1_1.equals(response.protocolVersion())) {
            return connection == null || !HopByHop.names(connection, "close");
        }
        return HopByHop.names(connection, "keep-alive");
    }

    ChannelHandlerContext ctx() {
        ChannelHandlerContext now = ctx;
        if (now == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return now;
    }

    /** Writes bytes as they are; {@link #flush()} must follow. */
    void write(ByteBuf bytes) {
        unflushed = true;
        ctx().write(bytes, ctx().voidPromise());
    }
}
