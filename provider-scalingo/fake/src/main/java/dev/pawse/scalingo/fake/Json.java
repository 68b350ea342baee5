package dev.pawse.scalingo.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads the API's JSON. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** An object of names and values in this order; unlike those of the JDK it may hold nulls. */
    static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }

    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static ApiReply reply(int status, Object value) {
        return ApiReply.json(status, text(value));
    }

    /** A body as a tree; an empty one is an empty object. */
    static JsonNode body(ApiRequest request) {
        return tree(request.text());
    }

    static JsonNode tree(String text) {
        if (text.isBlank()) {
            return MAPPER.createObjectNode();
        }
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new Refusal(400, object("error", "There was a problem in the JSON you submitted"));
        }
    }
}
