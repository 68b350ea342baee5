package dev.pawse.scalingo.fake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The server's side of a web socket of small text messages (RFC 6455). Written by many threads, read by one. */
final class WebSocket {
    private static final String KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final InputStream in;
    private final OutputStream out;

    private WebSocket(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    static WebSocket accept(SocketRequest request, InputStream in, OutputStream out) throws IOException {
        String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + answer(request.header("sec-websocket-key")) + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return new WebSocket(in, out);
    }

    void send(String text) throws IOException {
        frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends it in good order. */
    void end() throws IOException {
        frame(CLOSE, new byte[] {3, (byte) 232});
    }

    /** The next text, or null at the end. */
    @Nullable
    String read() throws IOException {
        while (true) {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            int length = in.read() & 0x7f;
            if (length == 126) {
                length = (in.read() << 8) | in.read();
            } else if (length == 127) {
                throw new IOException("a message as long as this fake does not take");
            }
            byte[] mask = exactly(4);
            byte[] body = exactly(length);
            for (int i = 0; i < length; i++) {
                body[i] ^= mask[i % 4];
            }
            switch (first & 0x0f) {
                case TEXT -> {
                    return new String(body, StandardCharsets.UTF_8);
                }
                case CLOSE -> {
                    frame(CLOSE, body);
                    return null;
                }
                case PING -> frame(PONG, body);
                default -> {
                    // A pong.
                }
            }
        }
    }

    private synchronized void frame(int type, byte[] body) throws IOException {
        out.write(0x80 | type);
        if (body.length < 126) {
            out.write(body.length);
        } else if (body.length < 65_536) {
            out.write(126);
            out.write(body.length >> 8);
            out.write(body.length);
        } else {
            out.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) body.length >> shift));
            }
        }
        out.write(body);
        out.flush();
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("a frame that was cut off");
        }
        return bytes;
    }

    private static String answer(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + KEY).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
