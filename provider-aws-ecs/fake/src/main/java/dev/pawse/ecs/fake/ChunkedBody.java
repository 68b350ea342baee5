package dev.pawse.ecs.fake;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A body in S3's own chunks ({@code Content-Encoding: aws-chunked}): the bytes that were meant, and the trailers after them, by their
 * names in lower case.
 */
final class ChunkedBody {
    private final byte[] bytes;
    private final Map<String, String> trailers;

    private ChunkedBody(byte[] bytes, Map<String, String> trailers) {
        this.bytes = bytes;
        this.trailers = Map.copyOf(trailers);
    }

    /** @param length the length that {@code x-amz-decoded-content-length} told */
    static ChunkedBody read(byte[] body, int length) {
        byte[] bytes = new byte[length];
        int at = 0;
        int filled = 0;
        while (true) {
            int end = lineEnd(body, at);
            int size = size(text(body, at, end));
            at = end + 2;
            if (size == 0) {
                break;
            }
            if (filled + size > length || at + size + 2 > body.length) {
                throw incomplete();
            }
            System.arraycopy(body, at, bytes, filled, size);
            filled += size;
            at += size + 2;
        }
        if (filled != length) {
            throw incomplete();
        }
        return new ChunkedBody(bytes, trailers(body, at));
    }

    /** What was meant; not copied, because it may be large. */
    byte[] bytes() {
        return bytes;
    }

    Map<String, String> trailers() {
        return trailers;
    }

    private static Map<String, String> trailers(byte[] body, int start) {
        Map<String, String> trailers = new HashMap<>();
        int at = start;
        while (at < body.length) {
            int end = lineEnd(body, at);
            String line = text(body, at, end);
            int colon = line.indexOf(':');
            if (colon > 0) {
                trailers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            at = end + 2;
        }
        return trailers;
    }

    private static int size(String line) {
        int semicolon = line.indexOf(';');
        try {
            return Integer.parseInt(semicolon < 0 ? line : line.substring(0, semicolon), 16);
        } catch (NumberFormatException e) {
            throw incomplete();
        }
    }

    private static int lineEnd(byte[] body, int from) {
        for (int i = from; i + 1 < body.length; i++) {
            if (body[i] == '\r' && body[i + 1] == '\n') {
                return i;
            }
        }
        throw incomplete();
    }

    private static String text(byte[] body, int from, int to) {
        return new String(body, from, to - from, StandardCharsets.US_ASCII);
    }

    private static Refusal incomplete() {
        return new Refusal("IncompleteBody", "The request body terminated unexpectedly");
    }
}
