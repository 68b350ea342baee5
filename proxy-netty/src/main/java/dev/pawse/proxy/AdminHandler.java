package dev.pawse.proxy;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the requests of one connection to the admin listener one by one, and closes a connection that sends none in time. */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    private final HostAllowList hosts;
    private final SystemApi api;
    private final Duration requestLimit;
    private @Nullable Future<?> limit;
    private boolean answering;

    /** @param requestLimit how long a whole request may take to arrive, from the connection or the last answer on */
    AdminHandler(HostAllowList hosts, SystemApi api, Duration requestLimit) {
        this.hosts = hosts;
        this.api = api;
        this.requestLimit = requestLimit;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        next(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        arrived();
        ctx.fireChannelInactive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (answering) {
            // Somebody goes on talking into a stream of events.
            ctx.close();
            return;
        }
        arrived();
        if (request.decoderResult().isFailure()) {
            refuse(ctx, request, HttpResponseStatus.BAD_REQUEST, "the request cannot be read");
            return;
        }
        List<String> host = request.headers().getAll(HttpHeaderNames.HOST);
        if (host.size() != 1 || !hosts.allows(host.get(0))) {
            refuse(ctx, request, HttpResponseStatus.MISDIRECTED_REQUEST, "Host is not a name of this listener");
            return;
        }
        answering = true;
        api.handle(ctx, request).addListener(done -> {
            answering = false;
            next(ctx);
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("connection of {} ends", ctx.channel().remoteAddress(), cause);
        ctx.close();
    }

    private static void refuse(
            ChannelHandlerContext ctx, FullHttpRequest request, HttpResponseStatus status, String detail) {
        FullHttpResponse answer = ProblemResponse.of(request.method(), status, detail);
        answer.headers().set(HttpHeaderNames.CONNECTION, "close");
        ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    private void next(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            limit = ctx.executor().schedule(() -> ctx.close(), requestLimit.toMillis(), TimeUnit.MILLISECONDS);
            // In a task of its own: asked for within the read that brought the last request, it is lost on its way
            // through the decoders (Netty 4.2.18), and the connection hangs.
            ctx.executor().execute(ctx::read);
        }
    }

    private void arrived() {
        Future<?> running = limit;
        if (running != null) {
            running.cancel(false);
            limit = null;
        }
    }
}
