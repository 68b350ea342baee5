package dev.pawse.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events one by one (WHATWG HTML, section 9.2.6), as a client that asks for the next rather than one that is called.
 * Read by one thread; closing the stream beneath ends a waiting read.
 */
public final class EventStreamReader {
    private static final int MAX_EVENT = 4 * 1024 * 1024;

    private final BufferedReader in;
    private @Nullable String lastId;

    public EventStreamReader(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /**
     * One event.
     *
     * @param type {@code message} when the stream names none
     * @param data its lines, joined by line feeds
     * @param id the last id that the stream has told, or null
     */
    public record ServerEvent(
            String type, String data, @Nullable String id) {}

    /** The next event, or null at the end; an event that the end cuts off is none. */
    public @Nullable ServerEvent next() throws IOException {
        String type = "";
        StringBuilder data = new StringBuilder();
        boolean hasData = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                if (hasData) {
                    return new ServerEvent(type.isEmpty() ? "message" : type, data.toString(), lastId);
                }
                type = "";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "event" -> type = value;
                case "id" -> lastId = value;
                case "data" -> {
                    if (hasData) {
                        data.append('\n');
                    }
                    hasData = true;
                    data.append(value);
                    if (data.length() > MAX_EVENT) {
                        throw new IOException("an event of more than " + MAX_EVENT + " characters");
                    }
                }
                default -> {
                    // Comments, "retry" and what is not known are passed over.
                }
            }
        }
        return null;
    }
}
