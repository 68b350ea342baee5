package dev.pawse.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One end of a connection, byte by byte, for both clients and apps in tests. Reads give up after half a minute. */
final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private @Nullable String early;

    RawConnection(Socket socket) {
        try {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawConnection to(InetSocketAddress address) {
        try {
            return new RawConnection(new Socket(InetAddress.getLoopbackAddress(), address.getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawConnection send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawConnection send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a head back, so that it is the next one again. */
    void unread(String head) {
        early = head;
    }

    /** The next head with its empty line, or what came before the end. */
    String head() {
        String first = early;
        if (first != null) {
            early = null;
            return first;
        }
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int b = read();
            if (b < 0) {
                return head.toString();
            }
            head.append((char) b);
        }
        return head.toString();
    }

    /** Exactly so many characters. */
    String text(int length) {
        return new String(bytes(length), StandardCharsets.ISO_8859_1);
    }

    byte[] bytes(int length) {
        try {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new AssertionError("the connection ended after " + bytes.length + " of " + length + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body that goes with a head: by its length, by its chunks (as they came), or empty. */
    String body(String head) {
        String length = field(head, "content-length");
        if (length != null) {
            return text(Integer.parseInt(length));
        }
        return "chunked".equals(field(head, "transfer-encoding")) ? chunks() : "";
    }

    /** The content of chunks; trailers are put behind it, a line each. */
    String chunks() {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line(), 16);
            if (size == 0) {
                for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
                    body.append('\n').append(trailer);
                }
                return body.toString();
            }
            body.append(text(size));
            line();
        }
    }

    String line() {
        StringBuilder line = new StringBuilder();
        for (int b = read(); b != '\n'; b = read()) {
            if (b < 0) {
                throw new AssertionError("the connection ended in a line: " + line);
            }
            line.append((char) b);
        }
        return line.substring(0, line.length() - 1);
    }

    /** Everything until the other side closes. */
    String rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (IOException e) {
            // A reset ends a connection as well.
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InputStream in() {
        return in;
    }

    /** Ends the connection with a reset instead of an orderly close. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A field's value in a head, or null. */
    static @Nullable String field(String head, String name) {
        for (String line : head.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
                return line.substring(colon + 1).trim();
            }
        }
        return null;
    }
}
