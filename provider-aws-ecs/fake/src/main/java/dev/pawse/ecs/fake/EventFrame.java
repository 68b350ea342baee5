package dev.pawse.ecs.fake;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/** Writes messages of {@code application/vnd.amazon.eventstream}: a prelude, headers that are texts, a payload, two checksums. */
final class EventFrame {
    private static final int AROUND = 16;
    private static final byte TEXT = 7;

    private EventFrame() {}

    static byte[] of(Map<String, String> headers, byte[] payload) {
        byte[] head = headers(headers);
        int length = AROUND + head.length + payload.length;
        ByteBuffer frame = ByteBuffer.allocate(length);
        frame.putInt(length).putInt(head.length);
        frame.putInt(checksum(frame.array(), 8));
        frame.put(head).put(payload);
        frame.putInt(checksum(frame.array(), length - 4));
        return frame.array();
    }

    /** An event with a payload in JSON. */
    static byte[] event(String type, String json) {
        return of(
                Map.of(":message-type", "event", ":event-type", type, ":content-type", "application/json"),
                json.getBytes(StandardCharsets.UTF_8));
    }

    /** A failure that ends the stream. */
    static byte[] exception(String type, String json) {
        return of(
                Map.of(":message-type", "exception", ":exception-type", type, ":content-type", "application/json"),
                json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] headers(Map<String, String> headers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        headers.forEach((name, value) -> {
            byte[] word = name.getBytes(StandardCharsets.UTF_8);
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            out.write(word.length);
            out.writeBytes(word);
            out.write(TEXT);
            out.write(text.length >> 8);
            out.write(text.length);
            out.writeBytes(text);
        });
        return out.toByteArray();
    }

    private static int checksum(byte[] bytes, int count) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, count);
        return (int) crc.getValue();
    }
}
