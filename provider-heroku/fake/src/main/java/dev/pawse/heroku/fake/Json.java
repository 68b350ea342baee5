package dev.pawse.heroku.fake;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as Heroku writes it. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** An object of names and values in turn. */
    static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** A request's body; an empty object for an empty one. */
    static JsonNode read(String text) {
        try {
            JsonNode body = text.isBlank() ? MAPPER.createObjectNode() : MAPPER.readTree(text);
            if (!body.isObject()) {
                throw new Refusal(400, "bad_request", "The request body is not a JSON object.");
            }
            return body;
        } catch (JacksonException e) {
            throw new Refusal(400, "bad_request", "The request body is not valid JSON.");
        }
    }

    /** Times have whole seconds. */
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
