package dev.pawse.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the short form of what a command writes and makes JSON Schema (draft 2020-12) of it. Not safe for several threads. */
final class Shape {
    private static final String TIME = "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$";

    private final String text;
    private final Map<String, String> named;
    private int at;

    private Shape(String text, Map<String, String> named) {
        this.text = text;
        this.named = named;
    }

    /**
     * The schema of a shape.
     *
     * @param named the shapes that others name
     */
    static Map<String, @Nullable Object> schema(String text, Map<String, String> named) {
        Shape shape = new Shape(text, named);
        Map<String, @Nullable Object> schema = shape.either();
        shape.skip();
        if (shape.at < text.length()) {
            throw shape.wrong();
        }
        return schema;
    }

    private Map<String, @Nullable Object> either() {
        List<Map<String, @Nullable Object>> choices = new ArrayList<>();
        choices.add(nullable());
        while (take("|")) {
            choices.add(nullable());
        }
        if (choices.size() == 1) {
            return choices.get(0);
        }
        List<Object> words = new ArrayList<>();
        for (Map<String, @Nullable Object> choice : choices) {
            Object word = choice.get("const");
            if (word == null) {
                return Json.object("anyOf", choices);
            }
            words.add(word);
        }
        return Json.object("type", "string", "enum", words);
    }

    private Map<String, @Nullable Object> nullable() {
        Map<String, @Nullable Object> plain = single();
        return take("?") ? Json.object("anyOf", List.of(plain, Json.object("type", "null"))) : plain;
    }

    private Map<String, @Nullable Object> single() {
        if (take("[")) {
            Map<String, @Nullable Object> items = either();
            require("]");
            return Json.object("type", "array", "items", items);
        }
        if (take("{")) {
            return take("*") ? ofAnyNames() : object();
        }
        if (take("(")) {
            Map<String, @Nullable Object> inner = either();
            require(")");
            return inner;
        }
        if (take("'")) {
            String word = upTo('\'');
            return Json.object("const", word);
        }
        return word();
    }

    private Map<String, @Nullable Object> ofAnyNames() {
        require(":");
        Map<String, @Nullable Object> values = either();
        require("}");
        return Json.object("type", "object", "additionalProperties", values);
    }

    /** Every part is there always; more may come with later versions. */
    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> properties = parts();
        return Json.object("type", "object", "properties", properties, "required", List.copyOf(properties.keySet()));
    }

    private Map<String, @Nullable Object> parts() {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        do {
            if (take("...")) {
                parts.putAll(partsOf(name()));
            } else {
                String name = name();
                require(":");
                parts.put(name, either());
            }
        } while (take(","));
        require("}");
        return parts;
    }

    private Map<String, @Nullable Object> partsOf(String name) {
        String text = named.get(name);
        if (text == null) {
            throw wrong();
        }
        Shape other = new Shape(text, named);
        other.require("{");
        return other.parts();
    }

    private Map<String, @Nullable Object> word() {
        String name = name();
        return switch (name) {
            case "string", "boolean", "integer", "number" -> Json.object("type", name);
            case "count" -> Json.object("type", "integer", "minimum", 0);
            case "time" -> Json.object("type", "string", "format", "date-time", "pattern", TIME);
            case "any" -> Json.object();
            default -> {
                String shape = named.get(name);
                if (shape == null) {
                    throw wrong();
                }
                yield schema(shape, named);
            }
        };
    }

    private String name() {
        skip();
        int start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw wrong();
        }
        return text.substring(start, at);
    }

    private String upTo(char end) {
        int start = at;
        at = text.indexOf(end, start);
        if (at < 0) {
            throw wrong();
        }
        return text.substring(start, at++);
    }

    private boolean take(String sign) {
        skip();
        boolean there = text.startsWith(sign, at);
        at += there ? sign.length() : 0;
        return there;
    }

    private void require(String sign) {
        if (!take(sign)) {
            throw wrong();
        }
    }

    private void skip() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private IllegalStateException wrong() {
        return new IllegalStateException("no shape at " + at + " of " + text);
    }
}
