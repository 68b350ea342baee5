package dev.pawse.cli.command;

import dev.pawse.cli.Json;
import dev.pawse.spi.App;
import dev.pawse.spi.Formation;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words and values about an app that several commands show in the same way. */
final class AppFacts {
    private AppFacts() {}

    static Map<String, @Nullable Object> json(App app) {
        return Json.object(
                "name", app.id().name(),
                "id", app.id().toString(),
                "provider", app.id().provider(),
                "region", app.details().get("region"),
                "status", app.state(),
                "url", url(app),
                "hosts", app.hosts().stream().sorted().toList(),
                "processes", processes(app.formation()),
                "deployedAt", deployedAt(app),
                "managed", !app.alwaysOn() && app.claimed(),
                "lastAccessedAt", null,
                "maxIdleMs", null);
    }

    static List<Map<String, @Nullable Object>> processes(Formation formation) {
        return formation.processes().entrySet().stream()
                .map(entry -> Json.object(
                        "type", entry.getKey(),
                        "quantity", entry.getValue().quantity(),
                        "size", entry.getValue().size()))
                .toList();
    }

    /** When its code was last deployed, or null where the platform does not tell. */
    static @Nullable Instant deployedAt(App app) {
        String text = app.details().get("deployedAt");
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Where the app itself answers, or null while it answers nowhere. */
    static @Nullable String url(App app) {
        String known = app.details().get("url");
        return known != null
                ? known
                : app.endpoints().stream().findFirst().map(Object::toString).orElse(null);
    }

    /** The formation without the sizes, for where there is little room. */
    static String quantities(Formation formation) {
        List<String> words = new ArrayList<>();
        formation.processes().forEach((type, scale) -> words.add(type + "=" + scale.quantity()));
        return words.isEmpty() ? "-" : String.join(" ", words);
    }

    static String formation(Formation formation) {
        String text = formation.toString();
        return text.isEmpty() ? "-" : text;
    }
}
