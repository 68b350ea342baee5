package dev.pawse.cli.command;

import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import dev.pawse.spi.AppState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the admin API tells of an app, in words. */
final class ProxyFacts {
    private ProxyFacts() {}

    static String text(Map<String, @Nullable Object> app, String key) {
        Object value = app.get(key);
        return value == null ? "-" : value.toString();
    }

    static boolean is(Map<String, @Nullable Object> app, String key) {
        return Boolean.TRUE.equals(app.get(key));
    }

    static long number(Map<String, @Nullable Object> app, String key) {
        return app.get(key) instanceof Number number ? number.longValue() : 0;
    }

    static List<String> texts(Map<String, @Nullable Object> of, String key) {
        List<String> texts = new ArrayList<>();
        if (of.get(key) instanceof List<?> values) {
            for (Object value : values) {
                texts.add(String.valueOf(value));
            }
        }
        return texts;
    }

    /** What is below a key; empty when there is nothing. */
    @SuppressWarnings("unchecked") // A JSON object has names.
    static Map<String, @Nullable Object> object(Map<String, @Nullable Object> of, String key) {
        return of.get(key) instanceof Map<?, ?> object ? (Map<String, @Nullable Object>) object : Map.of();
    }

    static Table.Cell state(Map<String, @Nullable Object> app) {
        String word = is(app, "alwaysOn") ? "always on" : text(app, "state");
        for (AppState state : AppState.values()) {
            if (state.label().equals(word)) {
                return Table.styled(word, Style.of(state));
            }
        }
        return Table.styled(word, Style.PLAIN);
    }

    /** When the app rests if nobody uses it from now on. */
    static String sleepsIn(Map<String, @Nullable Object> app) {
        if (is(app, "ignored") || is(app, "alwaysOn")) {
            return "never";
        }
        if (!"running".equals(app.get("state"))) {
            return "-";
        }
        if (number(app, "inFlight") > 0) {
            return "in use";
        }
        long left = number(app, "maxIdleMs") - number(app, "idleMs");
        return left <= 0 ? "next sweep" : Ages.inSeconds(Duration.ofMillis(left));
    }
}
