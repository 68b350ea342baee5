package dev.pawse.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An app's process in tests: what it does with each connection is told by whoever starts it. The engine's question whether it is
 * ready is answered by itself and does not count.
 */
final class RawServer implements AutoCloseable {
    /** What an app does with one connection. */
    @FunctionalInterface
    interface Script {
        void play(RawConnection connection) throws Exception;
    }

    /** How an app answers one request: the whole answer, as bytes in ISO 8859-1. */
    @FunctionalInterface
    interface Answer {
        String to(String head, String body);
    }

    private static final long SOON_MILLIS = 30_000;

    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread acceptor = new Thread(this::accept, "raw-server");
    private volatile Script script;

    private RawServer(ServerSocket socket, Script script) {
        this.socket = socket;
        this.script = script;
    }

    static RawServer start(Script script) {
        return start(0, script);
    }

    static RawServer start(int port, Script script) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            RawServer server = new RawServer(socket, script);
            server.acceptor.setDaemon(true);
            server.acceptor.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An app that answers every request on kept connections. */
    static RawServer answering(Answer answer) {
        return start(keptAlive(answer));
    }

    static Script keptAlive(Answer answer) {
        return connection -> {
            String head = connection.head();
            while (head.endsWith("\r\n\r\n")) {
                connection.send(answer.to(head, connection.body(head)));
                head = connection.head();
            }
        };
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How many connections there have been. */
    int connections() {
        return connections.get();
    }

    /** How many connections are open. */
    int open() {
        return open.size();
    }

    void script(Script value) {
        script = value;
    }

    @Override
    public void close() {
        try {
            socket.close();
            acceptor.join(SOON_MILLIS);
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                if (socket.isClosed()) {
                    // A thread that waits in accept still gets a connection that comes while it is closed.
                    accepted.close();
                    return;
                }
                Thread thread = new Thread(() -> serve(accepted), "raw-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket accepted) {
        try (accepted) {
            RawConnection connection = new RawConnection(accepted);
            String head = connection.head();
            if (head.contains("Pawse-Probe")) {
                connection.send(ok(""));
                return;
            }
            connections.incrementAndGet();
            open.add(accepted);
            connection.unread(head);
            script.play(connection);
        } catch (Exception e) {
            // A test looks at what its client gets; what the app's side met shows there.
        } finally {
            open.remove(accepted);
        }
    }
}
