package dev.pawse.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an {@link ApiServer} answers.
 *
 * @param status the answer's status
 * @param headers by name
 * @param length the length to announce; 0 for no body, below 0 for one that ends when it ends
 * @param body writes the body
 */
public record ApiReply(int status, Map<String, String> headers, long length, Body body) {
    public ApiReply {
        headers = Map.copyOf(headers);
    }

    /** Writes a body; may take its time, and flushes what is to be seen at once. */
    public interface Body {
        void write(OutputStream out) throws IOException;
    }

    /** An answer without a body. */
    public static ApiReply empty(int status) {
        return new ApiReply(status, Map.of(), 0, out -> {});
    }

    public static ApiReply json(int status, String json) {
        return text(status, "application/json", json);
    }

    public static ApiReply text(int status, String type, String text) {
        return bytes(status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    public static ApiReply bytes(int status, String type, byte[] bytes) {
        return new ApiReply(status, Map.of("Content-Type", type), bytes.length, out -> out.write(bytes));
    }

    /** An answer whose body comes bit by bit. */
    public static ApiReply stream(int status, String type, Body body) {
        return new ApiReply(status, Map.of("Content-Type", type), -1, body);
    }

    /** An answer that promises more than it sends, and then the connection is gone. */
    public static ApiReply cutOff(String type, String beginning) {
        byte[] bytes = beginning.getBytes(StandardCharsets.UTF_8);
        return new ApiReply(200, Map.of("Content-Type", type), bytes.length + 1_000L, out -> {
            out.write(bytes);
            throw new IOException("cut off on purpose");
        });
    }

    /** The same with one more header. */
    public ApiReply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new ApiReply(status, more, length, body);
    }
}
