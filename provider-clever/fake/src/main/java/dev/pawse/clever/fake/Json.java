package dev.pawse.clever.fake;

import dev.pawse.testkit.ApiReply;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads JSON as the platform does. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** An object of these pairs of name and value, nulls included. */
    static Map<String, @Nullable Object> of(@Nullable Object... pairs) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    static ApiReply ok(Object value) {
        return ApiReply.json(200, text(value));
    }

    /** JSON under another type's name, which the platform does now and then. */
    static ApiReply asText(Object value) {
        return ApiReply.text(200, "text/plain", text(value));
    }

    static ApiReply success(int id, String message) {
        return ok(of("id", id, "message", message, "type", "success"));
    }

    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
