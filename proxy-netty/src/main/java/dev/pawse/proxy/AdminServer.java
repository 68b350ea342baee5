package dev.pawse.proxy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener for people and machines who look after Pawse, apart from the one that apps are reached through. One event
 * loop of its own, so that a flood of requests to apps leaves it answering.
 *
 * <p>{@link #start} and {@link #close} may be called from any thread, once each.
 */
public final class AdminServer implements AutoCloseable {
    /** No request to the API has a body worth mentioning. */
    private static final int LARGEST_BODY = 64 * 1024;

    private static final int MOST_CONNECTIONS = 256;
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    private final InetSocketAddress address;
    private final HostAllowList hosts;
    private final SystemApi api;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("pawse-admin", true), NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private @Nullable Channel listener;

    AdminServer(InetSocketAddress address, HostAllowList hosts, SystemApi api) {
        this.address = address;
        this.hosts = hosts;
        this.api = api;
    }

    /**
     * Binds and begins to answer.
     *
     * @return the address that was bound, with the port that was found where 0 was asked for
     * @throws PawseException when the address cannot be bound
     */
    public synchronized InetSocketAddress start() {
        if (address.isUnresolved()) {
            throw new PawseException(
                    Reason.INVALID,
                    "the admin host '" + address.getHostString() + "' is not an address of this machine");
        }
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                });
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new PawseException(
                    Reason.CONFLICT,
                    "the admin address " + address.getHostString() + ":" + address.getPort()
                            + " cannot be listened on: " + bound.cause().getMessage(),
                    bound.cause());
        }
        listener = bound.channel();
        InetSocketAddress local = (InetSocketAddress) bound.channel().localAddress();
        LOG.info("admin API on http://{}:{}", local.getHostString(), local.getPort());
        return local;
    }

    /** Stops answering and closes all connections. */
    @Override
    public synchronized void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
        }
        connections.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** How many connections are open. */
    int connections() {
        return connections.size();
    }

    private void accept(SocketChannel channel) {
        if (connections.size() >= MOST_CONNECTIONS) {
            channel.close();
            return;
        }
        connections.add(channel);
        // One request at a time: the next one is read when the answer to this one is out.
        channel.config().setAutoRead(false);
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(LARGEST_BODY, true))
                .addLast(new FlowControlHandler())
                .addLast(new AdminHandler(hosts, api, REQUEST_LIMIT));
    }
}
