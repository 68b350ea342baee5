package dev.pawse.ecs.fake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads and writes tags, and knows their limits. */
final class Tags {
    private static final int MOST = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private Tags() {}

    /** @param input a list of objects with {@code key} and {@code value} */
    static Map<String, String> read(JsonNode input) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (JsonNode one : input) {
            String key = one.path("key").asString("");
            String value = one.path("value").asString("");
            if (key.isEmpty() || key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
                throw AwsCall.invalid("Tags can have a key of 1 to 128 characters and a value of at most 256.");
            }
            if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw AwsCall.invalid("Tag keys cannot begin with aws:.");
            }
            if (!(key + value).matches("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*")) {
                throw AwsCall.invalid("Some tags contain invalid characters. Valid characters: UTF-8 letters, spaces,"
                        + " numbers, and _ . / = + - : @.");
            }
            tags.put(key, value);
        }
        if (tags.size() > MOST) {
            throw AwsCall.invalid("The maximum number of tags per resource is 50.");
        }
        return tags;
    }

    static List<Map<String, Object>> json(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(one -> Json.object("key", one.getKey(), "value", one.getValue()))
                .toList();
    }
}
