package dev.pawse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP relay on 127.0.0.1 to a server of a test, with which the test disturbs the line: each fault takes effect at once, also for
 * connections that are open. Safe for many threads.
 */
public final class FaultRelay implements AutoCloseable {
    private final InetSocketAddress target;
    private final Line line = new Line();
    private final Set<RelayedConnection> open = ConcurrentHashMap.newKeySet();
    private ServerSocket server;
    private Thread accepting;
    private boolean closed;

    private FaultRelay(InetSocketAddress target, ServerSocket server) {
        this.target = target;
        this.server = server;
        this.accepting = accept(server);
    }

    /** A relay to a port of 127.0.0.1, without faults at first. */
    public static FaultRelay to(int port) {
        return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** A relay to an address, without faults at first. */
    public static FaultRelay to(InetSocketAddress target) {
        try {
            return new FaultRelay(target, listen(FreePort.next()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, on 127.0.0.1. Always the same. */
    public synchronized int port() {
        return server.getLocalPort();
    }

    /** How many connections it relays now. */
    public int connections() {
        return open.size();
    }

    /** Lets all bytes take so much longer, in each direction. */
    public void latency(Duration each) {
        line.latency(each);
    }

    /** Lets no more than so many bytes a second through, for each connection and direction. */
    public void limit(long bytesPerSecond) {
        line.limit(bytesPerSecond);
    }

    /** Takes connections and forwards nothing, as a network that loses every packet. */
    public void stall() {
        line.stall();
    }

    /**
     * Has something done once, on the thread that carries the bytes, before the end of a text goes on from a client to the server. A
     * text that is sent in parts is found as well. What was sent goes on after the action, unless that {@linkplain #cut cuts} the
     * connection or fails.
     *
     * @param text characters of one byte each
     */
    public void whenSent(String text, Runnable action) {
        line.whenSent(new Tripwire(text, action));
    }

    /** Ends every open connection by a reset; new ones are relayed. */
    public void cut() {
        open.forEach(RelayedConnection::cut);
    }

    /** Ends every open connection by a reset and refuses new ones. */
    public synchronized void refuse() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ended(accepting);
        cut();
    }

    /** Ends all faults. What was held back by {@link #stall} goes on. */
    public synchronized void heal() {
        line.heal();
        if (server.isClosed() && !closed) {
            try {
                server = listen(server.getLocalPort());
                accepting = accept(server);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        refuse();
    }

    private Thread accept(ServerSocket from) {
        Thread thread = RelayedConnection.thread("accepts", () -> {
            while (!from.isClosed()) {
                try {
                    relay(from, from.accept());
                } catch (IOException e) {
                    // Closed.
                }
            }
        });
        thread.start();
        return thread;
    }

    // The port is open for as long as a thread is in accept: closing the socket does not wait for it.
    private static void ended(Thread accepting) {
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void relay(ServerSocket from, Socket client) {
        try {
            RelayedConnection connection = RelayedConnection.open(client, target, line, open::remove);
            open.add(connection);
            connection.start();
            if (from.isClosed()) {
                connection.cut();
            }
        } catch (IOException e) {
            // The server refuses: so does the relay, as far as it still can.
            RelayedConnection.reset(client);
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
    }
}
