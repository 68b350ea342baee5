package dev.pawse.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A request for the proxy itself, put together before it is handed over. */
final class SystemCall {
    private static final int MAX_BODY = 64 * 1024;
    private static final Refusal TOO_LARGE =
            new Refusal(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "the body is larger than 64 KiB");
    static final Refusal TOO_LATE = new Refusal(HttpResponseStatus.REQUEST_TIMEOUT, "the body did not come in time");

    private final ClientConnection client;
    private final HttpRequest request;
    private final boolean keepAlive;
    private final BiConsumer<ChannelHandlerContext, FullHttpRequest> api;
    private final ByteBuf body = Unpooled.buffer(0, MAX_BODY);

    /** @param api what answers it */
    SystemCall(
            ClientConnection client,
            HttpRequest request,
            boolean keepAlive,
            BiConsumer<ChannelHandlerContext, FullHttpRequest> api) {
        this.client = client;
        this.request = request;
        this.keepAlive = keepAlive;
        this.api = api;
    }

    /** Takes over a part of the body; the last one sends the request on its way. */
    void take(HttpContent content, boolean last) {
        Refusal refusal = add(content);
        if (refusal == null && !last) {
            return;
        }
        client.systemCallTaken();
        if (refusal != null) {
            release();
            client.answers.refuse(refusal, false, false);
        } else {
            handOver();
        }
    }

    void release() {
        body.release();
    }

    /** Adds a part; returns what is wrong with it, or null. */
    private @Nullable Refusal add(HttpContent content) {
        try {
            if (content.decoderResult().isFailure()) {
                return Refusal.BROKEN_CHUNKS;
            }
            if (content.content().readableBytes() > MAX_BODY - body.readableBytes()) {
                return TOO_LARGE;
            }
            body.writeBytes(content.content());
            return null;
        } finally {
            content.release();
        }
    }

    /** Hands the whole request over and waits for as long as its answer takes. */
    private void handOver() {
        client.deadlines.awaitOurselves();
        client.answers.expectOther(HttpMethod.HEAD.equals(request.method()), this::answered);
        api.accept(
                client.ctx(),
                new DefaultFullHttpRequest(
                        request.protocolVersion(),
                        request.method(),
                        request.uri(),
                        body,
                        request.headers(),
                        EmptyHttpHeaders.INSTANCE));
        release();
    }

    private void answered() {
        if (!client.deadlines.in(Phase.SYSTEM)) {
            return;
        }
        boolean stays = keepAlive && !client.loop().context.isDraining();
        // Not now: the answer is still being encoded.
        client.loop().eventLoop.execute(stays ? client::nextRequest : client::closeWhenWritten);
    }
}
