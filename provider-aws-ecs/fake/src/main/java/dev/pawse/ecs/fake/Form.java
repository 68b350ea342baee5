package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Reads the form of a query request. */
final class Form {
    private Form() {}

    /** The fields of a request's body in their order. */
    static Map<String, String> of(ApiRequest request) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : request.text().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    /** {@code Names.member.1=a} as {@code {"Names": ["a"]}}, whatever the word before the number is. */
    static JsonNode tree(Map<String, String> fields) {
        Map<String, Object> root = new LinkedHashMap<>();
        fields.forEach((name, value) -> put(root, name.split("\\.", -1), 0, value));
        return Json.tree(collapsed(root));
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> into, String[] path, int at, String value) {
        if (at == path.length - 1) {
            into.put(path[at], value);
        } else if (into.computeIfAbsent(path[at], any -> new LinkedHashMap<>()) instanceof Map<?, ?> next) {
            put((Map<String, Object>) next, path, at + 1, value);
        }
    }

    private static Object collapsed(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        if (map.size() == 1 && map.values().iterator().next() instanceof Map<?, ?> only && isList(only)) {
            return list(only);
        }
        if (isList(map)) {
            return list(map);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((key, one) -> object.put(String.valueOf(key), collapsed(one)));
        return object;
    }

    private static boolean isList(Map<?, ?> map) {
        return !map.isEmpty()
                && map.keySet().stream().allMatch(key -> String.valueOf(key).matches("\\d+"));
    }

    private static List<Object> list(Map<?, ?> map) {
        TreeMap<Integer, Object> sorted = new TreeMap<>();
        map.forEach((key, one) -> sorted.put(Integer.valueOf(String.valueOf(key)), collapsed(one)));
        return new ArrayList<>(sorted.values());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
