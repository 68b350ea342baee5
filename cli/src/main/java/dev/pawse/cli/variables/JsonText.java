package dev.pawse.cli.variables;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON: one object of names and values, or what {@code config list --json} writes. */
final class JsonText {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    static Map<String, Secret> read(String text) {
        JsonNode root = parse(text);
        Map<String, Secret> all = new LinkedHashMap<>();
        if (root.isObject()) {
            root.properties().forEach(entry -> add(all, entry.getKey(), entry.getValue()));
        } else if (root.isArray()) {
            root.forEach(element -> addListed(all, element));
        } else {
            throw wrong("neither an object of names and values nor a list as of config list --json");
        }
        return all;
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            // Its message may show a part of a value.
            throw wrong("line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ": this is not JSON, or a name is given twice");
        }
    }

    private static void addListed(Map<String, Secret> all, JsonNode element) {
        @Nullable JsonNode name = element.get("name");
        if (name == null || !name.isString() || name.asString().isBlank()) {
            throw wrong("an element of the list has no name");
        }
        add(all, name.asString(), element.get("value"));
    }

    private static void add(Map<String, Secret> all, String name, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            throw wrong(name + " has no value");
        }
        if (!value.isString() && !value.isIntegralNumber() && !value.isBoolean()) {
            throw wrong("the value of " + name + " is no text; right is \"" + name + "\": \"VALUE\"");
        }
        if (all.putIfAbsent(name, Secret.of(value.isString() ? value.asString() : value.toString())) != null) {
            throw wrong(name + " is given twice");
        }
    }

    private static PawseException wrong(String what) {
        return new PawseException(Reason.INVALID, what);
    }
}
