package dev.pawse.proxy;

import dev.pawse.core.Activity;
import dev.pawse.spi.AppId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One direction of a connection that has left HTTP: hands bytes to the other side as they come. What counts as use of the app
 * is traffic, not the open connection; of a WebSocket, frames with data and not pings and pongs.
 */
final class UpgradeTunnel extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeTunnel.class);
    private static final byte[] GOING_AWAY = {(byte) 0x88, 0x02, 0x03, (byte) 0xE9};

    private final Channel peer;
    private final AppId app;
    private final Activity activity;
    private final @Nullable WebSocketFrames frames;
    private boolean goingAway;

    private UpgradeTunnel(Channel peer, AppId app, Activity activity, boolean webSocket) {
        this.peer = peer;
        this.app = app;
        this.activity = activity;
        this.frames = webSocket ? new WebSocketFrames() : null;
    }

    /** Passes a 101 on to the client and joins the two connections. */
    static void open(
            Exchange exchange,
            ChannelHandlerContext upstream,
            ResponseDecoder upstreamDecoder,
            HttpResponse response,
            Endpoint endpoint) {
        ClientConnection client = exchange.client;
        ProxyLoop loop = client.loop();
        Channel down = client.ctx().channel();
        Channel up = upstream.channel();
        boolean webSocket = HopByHop.names(exchange.upgrade, "websocket");
        Activity activity = loop.context.pawse.activity();
        UpgradeTunnel toApp = new UpgradeTunnel(up, exchange.app, activity, webSocket);
        UpgradeTunnel toClient = new UpgradeTunnel(down, exchange.app, activity, webSocket);

        client.relay.begins(101);
        client.relay.write(ResponseHead.write(
                response, exchange, endpoint, false, ResponseHead.Connection.UPGRADES, loop.head, up.alloc()));
        client.relay.flush();
        exchange.connection = null;
        exchange.end();
        activity.touch(exchange.app);
        client.tunnelled(toApp, toClient);
        ChannelPipeline above = up.pipeline();
        above.addLast(toClient);
        above.remove(UpstreamConnection.class);
        above.remove(upstreamDecoder);
        up.config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (goingAway) {
            bytes.release();
            return;
        }
        if (frames == null || frames.holdData(bytes)) {
            activity.touch(app);
        }
        peer.write(bytes, peer.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        peer.flush();
        if (!peer.isWritable()) {
            ctx.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && !peer.config().isAutoRead()) {
            peer.config().setAutoRead(true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (peer.isActive()) {
            peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{}: a tunnel broke: {}", app, cause.toString());
        } else {
            LOG.warn("{}: a tunnel is closed because of an unexpected failure", app, cause);
        }
        ctx.close();
    }

    /** The proxy stops: tells a WebSocket's client so, where a frame may be put in, and closes both sides. */
    void goAway() {
        goingAway = true;
        ByteBuf goodbye =
                frames != null && frames.isBetweenFrames() ? Unpooled.wrappedBuffer(GOING_AWAY) : Unpooled.EMPTY_BUFFER;
        peer.writeAndFlush(goodbye).addListener(ChannelFutureListener.CLOSE);
    }
}
