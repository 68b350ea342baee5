package dev.pawse.scalingo;

import dev.pawse.http.Network;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * The connection to a one-off container's terminal: a CONNECT whose target is a path, after whose answer the socket carries raw bytes
 * both ways. No HTTP client sends that, so it is written by hand.
 */
final class AttachConnection implements AutoCloseable {
    private static final int MAX_HEAD = 16 * 1024;
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private AttachConnection(Socket socket) throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /**
     * Connects.
     *
     * @param token goes as a password without a user
     */
    static AttachConnection open(Network network, URI address, Secret token) {
        boolean tls = "https".equals(address.getScheme());
        int port = address.getPort() > 0 ? address.getPort() : tls ? 443 : 80;
        try {
            Socket socket = network.connect(address.getHost(), port, tls, ANSWER);
            try {
                AttachConnection connection = new AttachConnection(socket);
                connection.greet(address, port, token);
                socket.setSoTimeout(0);
                return connection;
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw new PawseException(
                    Reason.UNAVAILABLE,
                    "the one-off container cannot be reached: " + address.getHost() + " ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new PawseException(Reason.INTERNAL, "a socket could not be closed", e);
        }
    }

    private void greet(URI address, int port, Secret token) throws IOException {
        String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String target = address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
        String head = "CONNECT " + target + " HTTP/1.1\r\n"
                + "Host: " + address.getHost() + ":" + port + "\r\n"
                + "User-Agent: pawse\r\n"
                + "Authorization: " + Network.basic("", token.reveal()) + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        check(status(answerHead()));
    }

    /** Byte by byte: what follows the blank line is the container's. */
    private String answerHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < MAX_HEAD) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended before its answer did");
            }
            head.append((char) next);
            if (next == '\n' && head.toString().endsWith("\r\n\r\n")) {
                return head.toString();
            }
        }
        throw new IOException("an answer without an end");
    }

    private static int status(String head) throws IOException {
        if (!head.matches("(?s)HTTP/1\\.[01] \\d{3}\\b.*")) {
            throw new IOException("an answer that is not HTTP");
        }
        return Integer.parseInt(head.substring(9, 12));
    }

    private static void check(int status) {
        if (status == 200 || status == 202) {
            return;
        }
        String answered = String.format(Locale.ROOT, "the one-off container could not be attached to (%d)", status);
        throw new PawseException(
                switch (status) {
                    case 401 -> Reason.UNAUTHORIZED;
                    case 403 -> Reason.FORBIDDEN;
                    case 404, 410 -> Reason.NOT_FOUND;
                    default -> Reason.UNAVAILABLE;
                },
                answered);
    }
}
