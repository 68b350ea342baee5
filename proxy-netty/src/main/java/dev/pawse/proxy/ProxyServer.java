package dev.pawse.proxy;

import dev.pawse.core.Pawse;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The proxy's public listener: takes requests, wakes the apps they are for and relays them. Safe for many threads. */
public final class ProxyServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);
    private static final int PAGE_SIZE = 8 * 1024;
    /** Chunks of 1 MiB: a process with a small heap has little memory outside it as well. */
    private static final int MAX_ORDER = 7;

    private final ProxyContext context;
    private final List<ProxyLoop> loops = new ArrayList<>();
    private @Nullable MultiThreadIoEventLoopGroup group;
    private @Nullable Channel listener;
    private boolean ending;
    private @Nullable DnsAddressResolverGroup names;

    /**
     * Makes a proxy that does not listen yet.
     *
     * @param events who counts
     * @param systemApi what answers requests with the header {@code PaastisProxyTarget: system}, or null when nothing does
     */
    public ProxyServer(
            Pawse pawse,
            ProxyOptions options,
            ProxyEvents events,
            @Nullable BiConsumer<ChannelHandlerContext, FullHttpRequest> systemApi) {
        context = new ProxyContext(
                pawse, options, events, UpstreamTls.context(options.upstreamTrust()), pseudonym(), systemApi);
    }

    /**
     * Begins to listen. Blocks until it does.
     *
     * @return the address it listens on
     * @throws PawseException when the address cannot be listened on
     */
    public synchronized InetSocketAddress start() {
        ProxyOptions options = context.options;
        InetSocketAddress wanted = new InetSocketAddress(options.host(), options.port());
        if (wanted.isUnresolved()) {
            throw new PawseException(
                    Reason.INVALID, "the host '" + options.host() + "' is not an address of this machine");
        }
        Transport transport = Transport.best(options.nativeTransport());
        // Stated, because the default allocator changes its ways with the size of the heap.
        PooledByteBufAllocator allocator =
                new PooledByteBufAllocator(true, 1, options.eventLoops(), PAGE_SIZE, MAX_ORDER, 256, 64, false);
        MultiThreadIoEventLoopGroup workers = new MultiThreadIoEventLoopGroup(
                options.eventLoops(), new DefaultThreadFactory("pawse-proxy", true), transport.ioHandler());
        group = workers;
        DnsAddressResolverGroup resolver =
                new DnsAddressResolverGroup(new DnsNameResolverBuilder().datagramChannelType(transport.datagram()));
        names = resolver;
        Bootstrap dialer = new Bootstrap()
                .channel(transport.client())
                .resolver(resolver)
                .option(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(options.connectTimeout().toMillis()));
        Map<EventLoop, ProxyLoop> byEventLoop = new HashMap<>();
        for (EventExecutor executor : workers) {
            ProxyLoop loop = new ProxyLoop((EventLoop) executor, context, dialer);
            loops.add(loop);
            byEventLoop.put(loop.eventLoop, loop);
            loop.start();
        }
        ChannelFuture bound = new ServerBootstrap()
                .group(workers)
                .channel(transport.server())
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new FrontendPipeline(byEventLoop))
                .bind(wanted)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new PawseException(
                    Reason.CONFLICT,
                    "the proxy address " + options.host() + ":" + options.port() + " cannot be listened on: "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listener = bound.channel();
        context.gauge.listener(bound.channel());
        InetSocketAddress address = (InetSocketAddress) bound.channel().localAddress();
        LOG.info("listening on {} ({})", address, transport);
        return address;
    }

    /** Whether new traffic is wanted: from {@link #start()} until {@link #close()} is called. */
    public synchronized boolean isReady() {
        return listener != null && !ending;
    }

    /** Takes over how many requests are held and how long an end may take; the rest of the options holds as it began. */
    public void reload(ProxyOptions options) {
        context.use(Limits.of(options));
    }

    /** Ends at once to take requests; the rest is as {@link #end} says. */
    @Override
    public void close() {
        end(Duration.ZERO, () -> {});
    }

    /**
     * Stops. Readiness goes off, and for the delay all goes on, as load balancers notice late. Then nothing new is accepted, each
     * answer says that its connection closes, WebSockets are told to go away, streams of events end after the event that is under
     * way, and held requests are told to come back. Requests in flight finish within their limit; what is left then is closed. Blocks
     * until all of it is done; does nothing the second time.
     *
     * @param delay how long new connections are still taken
     * @param stopped runs once they no longer are, to end what else would go on for ever
     * @return whether nothing had to be cut off
     */
    boolean end(Duration delay, Runnable stopped) {
        return end(() -> pause(delay), stopped);
    }

    /** @param delay returns when new connections are to be taken no longer */
    boolean end(Runnable delay, Runnable stopped) {
        MultiThreadIoEventLoopGroup workers;
        Channel bound;
        synchronized (this) {
            workers = group;
            bound = listener;
            group = null;
            ending = true;
        }
        if (workers == null) {
            return true;
        }
        delay.run();
        if (bound != null) {
            bound.close().syncUninterruptibly();
        }
        context.drain();
        stopped.run();
        each(ProxyLoop::drain);
        boolean whole = context.gauge.awaitEmpty(context.limits().drainLimit().toNanos());
        if (!whole) {
            LOG.warn("{} connections are cut off because they did not finish in time", context.gauge.count());
        }
        each(ProxyLoop::close);
        if (names != null) {
            names.close();
        }
        workers.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        LOG.info("stopped");
        return whole;
    }

    private void each(java.util.function.Consumer<ProxyLoop> step) {
        CountDownLatch done = new CountDownLatch(loops.size());
        for (ProxyLoop loop : loops) {
            loop.eventLoop.execute(() -> {
                try {
                    step.accept(loop);
                } finally {
                    done.countDown();
                }
            });
        }
        try {
            if (!done.await(5, TimeUnit.SECONDS)) {
                LOG.warn("an event loop does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A name for the Via field that no other proxy has, so that a request that comes back is recognised. */
    private static String pseudonym() {
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        return "pawse-" + HexFormat.of().formatHex(random);
    }
}
