package dev.pawse.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a web socket (RFC 6455) whose messages come in one frame each. Written by many threads, read by one.
 */
public final class WebSocket {
    private static final String KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LONGEST = 1024 * 1024;

    private final InputStream in;
    private final OutputStream out;

    private WebSocket(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** What the other side sent. */
    public static final class Message {
        private final boolean text;
        private final byte[] bytes;

        private Message(boolean text, byte[] bytes) {
            this.text = text;
            this.bytes = bytes;
        }

        /** Whether it was sent as a text. */
        public boolean isText() {
            return text;
        }

        /** What it holds, whichever way it was sent. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** What it holds, as a text. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Answers a request for a web socket. */
    public static WebSocket accept(SocketRequest request, InputStream in, OutputStream out) throws IOException {
        String head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + answer(request.header("sec-websocket-key")) + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return new WebSocket(in, out);
    }

    /** Sends a text. */
    public void send(String text) throws IOException {
        frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes. */
    public void send(byte[] bytes) throws IOException {
        frame(BINARY, bytes);
    }

    /** Ends it in good order. */
    public void end() throws IOException {
        frame(CLOSE, new byte[] {3, (byte) 232});
    }

    /** The next message, or null at the end; pings are answered on the way. */
    public @Nullable Message read() throws IOException {
        while (true) {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            int length = length(in.read() & 0x7f);
            byte[] mask = exactly(4);
            byte[] body = exactly(length);
            for (int i = 0; i < length; i++) {
                body[i] ^= mask[i % 4];
            }
            switch (first & 0x0f) {
                case TEXT, BINARY -> {
                    return new Message((first & 0x0f) == TEXT, body);
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

    private int length(int told) throws IOException {
        if (told < 126) {
            return told;
        }
        long length = 0;
        for (byte next : exactly(told == 126 ? 2 : 8)) {
            length = (length << 8) | (next & 0xff);
        }
        if (length < 0 || length > LONGEST) {
            throw new IOException("a message of " + length + " bytes");
        }
        return (int) length;
    }

    private void frame(int type, byte[] body) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(body.length + 10);
        frame.write(0x80 | type);
        if (body.length < 126) {
            frame.write(body.length);
        } else if (body.length < 65_536) {
            frame.write(126);
            frame.write(body.length >> 8);
            frame.write(body.length);
        } else {
            frame.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) body.length >> shift));
            }
        }
        frame.write(body, 0, body.length);
        synchronized (this) {
            frame.writeTo(out);
            out.flush();
        }
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
