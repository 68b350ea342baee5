package dev.pawse.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * An HTTP/1.1 server on 127.0.0.1 that hands the socket over: for {@linkplain WebSocket web sockets} and for connections that begin
 * as a CONNECT. One request for each connection. Safe for many threads.
 */
public final class SocketServer implements AutoCloseable {
    private static final int MAX_HEAD = 64 * 1024;

    private final ServerSocket server;
    private final Executor threads;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private SocketServer(ServerSocket server, Executor threads, Handler handler) {
        this.server = server;
        this.threads = threads;
        this.handler = handler;
    }

    /** Answers a request, on a thread of its own; the connection is closed when it returns. */
    public interface Handler {
        /** An {@link IOException} means that the other side went away. */
        void handle(SocketRequest request, InputStream in, OutputStream out) throws IOException;
    }

    /**
     * Starts a server on a free port.
     *
     * @param threads runs one task for the server and one for each connection
     */
    public static SocketServer start(Executor threads, Handler handler) {
        try {
            ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
            SocketServer started = new SocketServer(server, threads, handler);
            threads.execute(started::accept);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, e.g. {@code http://127.0.0.1:4711}. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Cuts every connection without a word. */
    public void cut() {
        open.forEach(SocketServer::end);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cut();
        }
    }

    /** Writes a whole answer, after which the handler returns. */
    public static void answer(OutputStream out, int status, String type, byte[] body) throws IOException {
        String head = "HTTP/1.1 " + status + " Answer\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length
                + "\r\nConnection: close\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                if (server.isClosed()) {
                    end(socket);
                }
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            handler.handle(SocketRequest.read(in, MAX_HEAD), in, socket.getOutputStream());
        } catch (IOException e) {
            // The other side went away.
        } finally {
            open.remove(socket);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
