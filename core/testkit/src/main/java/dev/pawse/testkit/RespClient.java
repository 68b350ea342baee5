package dev.pawse.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One plain connection to a Redis that sends a command and reads its answer, in version 2 of the protocol. */
final class RespClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private RespClient(Socket socket, InputStream in) {
        this.socket = socket;
        this.in = in;
    }

    static RespClient connect(String host, int port, Duration patience) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            socket.setTcpNoDelay(true);
            return new RespClient(socket, new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Sends a command and reads the answer.
     *
     * @return a {@link String}, a {@link Long}, a {@link List} of these, or null
     * @throws IllegalStateException when the server answers with an error; its text is the message
     */
    @Nullable
    Object command(String... words) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(line("*" + words.length));
        for (String word : words) {
            byte[] encoded = word.getBytes(StandardCharsets.UTF_8);
            bytes.write(line("$" + encoded.length));
            bytes.write(encoded);
            bytes.write(line(""));
        }
        socket.getOutputStream().write(bytes.toByteArray());
        return answer();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private @Nullable Object answer() throws IOException {
        int kind = in.read();
        if (kind < 0) {
            throw new EOFException("the server closed the connection");
        }
        String text = readLine();
        return switch (kind) {
            case '+' -> text;
            case '-' -> throw new IllegalStateException(text);
            case ':' -> Long.valueOf(text);
            case '$' -> bulk(Integer.parseInt(text));
            case '*' -> list(Integer.parseInt(text));
            default -> throw new IOException("no answer of Redis begins with " + (char) kind);
        };
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length);
        readLine();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private @Nullable List<@Nullable Object> list(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        List<@Nullable Object> answers = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            answers.add(answer());
        }
        return answers;
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection within an answer");
            }
            line.write(next);
        }
        if (in.read() != '\n') {
            throw new IOException("an answer's line does not end as Redis ends them");
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static byte[] line(String text) {
        return (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
