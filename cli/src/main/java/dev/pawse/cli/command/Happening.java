package dev.pawse.cli.command;

import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Timeline;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code pawse events}, whoever tells it.
 *
 * @param app which app, with its provider
 * @param json the same for programs
 */
record Happening(Instant at, String app, String text, Map<String, @Nullable Object> json) {
    private static final DateTimeFormatter TIME = LogPrinter.time("MM-dd HH:mm:ss", ZoneId.systemDefault());

    /** What a proxy did, as its admin API writes it. */
    static Happening ofProxy(Map<String, @Nullable Object> event) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(event);
        json.put("source", "pawse");
        json.put("by", null);
        return new Happening(Instant.parse(text(event, "at")), text(event, "app"), text(event, "text"), json);
    }

    /** What happened on the app's platform. */
    static Happening ofPlatform(AppId app, Timeline.Entry entry) {
        Map<String, @Nullable Object> json = Json.object(
                "id",
                entry.id(),
                "name",
                entry.type(),
                "app",
                app.toString(),
                "at",
                entry.at(),
                "text",
                entry.text(),
                "formation",
                null,
                "tookMs",
                null,
                "idleMs",
                null,
                "reason",
                null,
                "source",
                "platform");
        json.put("by", entry.by());
        String text = entry.by() == null ? entry.text() : entry.text() + " by " + entry.by();
        return new Happening(entry.at(), app.toString(), text, json);
    }

    /** Whether it is about the app of that name; of every app for null. */
    boolean isAbout(@Nullable String name) {
        return name == null || app.equals(name) || app.endsWith("/" + name);
    }

    void print(Session session) {
        session.out().next(LogPrinter.said(session, TIME, at, app, text), json);
    }

    private static String text(Map<String, @Nullable Object> event, String key) {
        return String.valueOf(event.get(key));
    }
}
