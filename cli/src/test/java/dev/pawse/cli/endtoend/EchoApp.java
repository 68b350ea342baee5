package dev.pawse.cli.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An app that sends back each body, and never closes a connection by itself: the JDK's server does that to idle ones, whatever comes. */
final class EchoApp implements AutoCloseable {
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private EchoApp(ServerSocket listener) {
        this.listener = listener;
    }

    static EchoApp start() throws IOException {
        EchoApp app = new EchoApp(new ServerSocket(0, 1000, InetAddress.getLoopbackAddress()));
        app.threads.execute(app::accept);
        return app;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // It is closed.
            threads.shutdownNow();
        }
    }

    private static void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            while (true) {
                byte[] body = in.readNBytes(bodyLength(in));
                byte[] head = ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(ISO_8859_1);
                byte[] answer = new byte[head.length + body.length];
                System.arraycopy(head, 0, answer, 0, head.length);
                System.arraycopy(body, 0, answer, head.length, body.length);
                out.write(answer);
            }
        } catch (EOFException | SocketException e) {
            // The proxy is done with this connection.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a head. */
    private static int bodyLength(InputStream in) throws IOException {
        int length = 0;
        StringBuilder line = new StringBuilder();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            if (b != '\n') {
                line.append((char) b);
                continue;
            }
            String field = line.toString().strip().toLowerCase(Locale.ROOT);
            line.setLength(0);
            if (field.isEmpty()) {
                return length;
            }
            if (field.startsWith("content-length:")) {
                length = Integer.parseInt(
                        field.substring("content-length:".length()).strip());
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
