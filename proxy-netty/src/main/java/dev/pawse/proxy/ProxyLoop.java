package dev.pawse.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What belongs to one event loop: its clients, its connections to apps, its buffers and its clock. A request never leaves
 * it. All time-outs are looked at together, a few times a second, so that a request sets no timer.
 */
final class ProxyLoop {
    private static final long TICK_MILLIS = 100;

    final EventLoop eventLoop;
    final ProxyContext context;
    final byte[] scratch = new byte[RequestDecoder.scratchSize()];
    final HeadBuffer head = new HeadBuffer();
    final UpstreamPool pool;
    final Forwarder forwarder;

    private final List<ClientConnection> clients = new ArrayList<>();
    private final long upstreamIdleNanos;
    private long now = System.nanoTime();

    ProxyLoop(EventLoop eventLoop, ProxyContext context, Bootstrap bootstrap) {
        this.eventLoop = eventLoop;
        this.context = context;
        pool = new UpstreamPool(context.options.upstreamIdleConnections());
        upstreamIdleNanos = context.options.upstreamIdleTimeout().toNanos();
        forwarder = new Forwarder(this, bootstrap.clone().group(eventLoop));
    }

    void start() {
        eventLoop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The monotonic time as of the last tick, in nanoseconds. */
    long now() {
        return now;
    }

    /** A deadline that much from now, never early for want of a finer clock. */
    long after(long nanos) {
        return now + nanos + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    }

    void add(ClientConnection client) {
        client.place = clients.size();
        clients.add(client);
        context.gauge.opened();
        context.events.connectionOpened();
    }

    void remove(ClientConnection client) {
        ClientConnection last = clients.remove(clients.size() - 1);
        if (last != client) {
            clients.set(client.place, last);
            last.place = client.place;
        }
        context.gauge.closed();
        context.events.connectionClosed();
    }

    /** Lets every client know that the proxy stops. */
    void drain() {
        for (ClientConnection client : List.copyOf(clients)) {
            client.drain();
        }
    }

    /** Closes whatever is left. */
    void close() {
        for (ClientConnection client : List.copyOf(clients)) {
            client.close();
        }
        pool.close();
    }

    private void tick() {
        now = System.nanoTime();
        // Backwards, because a client that closes takes the last one's place.
        for (int i = clients.size() - 1; i >= 0; i--) {
            if (i < clients.size()) {
                clients.get(i).deadlines.tick(now);
            }
        }
        pool.closeIdle(now - upstreamIdleNanos);
    }
}
