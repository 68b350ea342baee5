package dev.pawse.proxy;

import dev.pawse.core.Pawse;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.ManualClock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A listener that shows nothing but the waiting page of the app {@code shop}, which sleeps and boots in 2 s of a clock that is moved by hand.
 */
final class WaitingFront implements AutoCloseable {
    static final AppId SHOP = new AppId("test", "shop");

    final ManualClock clock = ManualClock.create();
    final FakeProvider platform = FakeProvider.builder("test")
            .clock(clock)
            .bootTakes(Duration.ofSeconds(2))
            .build();
    final Pawse pawse;
    final URI root;

    private final WaitingPage page;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;

    WaitingFront(Duration longestWait) {
        platform.add("shop").state(AppState.STOPPED);
        pawse = Pawse.builder().provider("test", platform).build();
        pawse.start();
        page = new WaitingPage(pawse, clock::nanoTime, longestWait);
        listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(1024), new Front());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        root = URI.create("http://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort());
    }

    /** Lets the app's boot begin, and end at once. */
    void bootShop() {
        Eventually.holds(
                "the app boots",
                Duration.ofSeconds(30),
                () -> platform.fake("shop").state() == AppState.STARTING);
        clock.advance(Duration.ofSeconds(2));
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        pawse.close();
    }

    private final class Front extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            if (WaitingPage.isWaitRequest(request.uri())) {
                page.await(ctx.channel(), request, SHOP, pawse.directory().view())
                        .thenAccept(ctx::writeAndFlush);
            } else {
                ctx.writeAndFlush(page.show(request, SHOP, pawse.directory().view()));
            }
        }
    }
}
