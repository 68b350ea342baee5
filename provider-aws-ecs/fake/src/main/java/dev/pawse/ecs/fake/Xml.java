package dev.pawse.ecs.fake;

import java.util.List;
import java.util.Map;

/** Writes objects and lists as the XML of AWS's older APIs. */
final class Xml {
    private Xml() {}

    /** A list whose elements are not called {@code member}. */
    record Elements(String name, List<?> items) {}

    /** A list without an element around it, as S3 writes them: the name of the field stands at each item. */
    record Flat(List<?> items) {}

    static String document(String root, Map<String, Object> fields) {
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        element(out, root, fields);
        return out.toString();
    }

    private static void element(StringBuilder out, String name, Object value) {
        if (value instanceof Flat flat) {
            flat.items().forEach(item -> element(out, name, item));
            return;
        }
        out.append('<').append(name).append('>');
        content(out, value);
        out.append("</").append(name).append('>');
    }

    private static void content(StringBuilder out, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, one) -> element(out, String.valueOf(key), one));
        } else if (value instanceof Elements list) {
            list.items().forEach(item -> element(out, list.name(), item));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> element(out, "member", item));
        } else {
            escape(out, String.valueOf(value));
        }
    }

    private static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                default -> out.append(c);
            }
        }
    }
}
