package dev.pawse.cli.command;

import dev.pawse.cli.Json;
import dev.pawse.spi.Event;
import dev.pawse.spi.Formation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an event of this process is written for programs: as the admin API writes it. */
final class EventFacts {
    private EventFacts() {}

    static Map<String, @Nullable Object> json(Event event) {
        Map<String, @Nullable Object> json = Json.object(
                "id", event.at().toString(),
                "name", event.name(),
                "app", event.app().toString(),
                "at", event.at(),
                "text", event.text(),
                "formation", null,
                "tookMs", null,
                "idleMs", null,
                "reason", null);
        if (event instanceof Event.Woke woke) {
            json.put("tookMs", woke.took());
            json.put("formation", formation(woke.formation()));
        } else if (event instanceof Event.Rested rested) {
            json.put("idleMs", rested.idle());
            json.put("formation", formation(rested.formation()));
        } else if (event instanceof Event.WakeFailed failed) {
            json.put("reason", failed.reason().label());
        } else if (event instanceof Event.RestFailed failed) {
            json.put("reason", failed.reason().label());
        }
        return json;
    }

    private static Map<String, @Nullable Object> formation(Formation formation) {
        Map<String, @Nullable Object> types = Json.object();
        formation
                .processes()
                .forEach((type, scale) ->
                        types.put(type, Json.object("quantity", scale.quantity(), "size", scale.size())));
        return types;
    }
}
