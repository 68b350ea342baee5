package dev.pawse.redis;

import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Event;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Hook;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events as records of a stream: JSON with a version, so that processes of different ages can read one stream. */
final class EventCodec {
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.shared();

    private EventCodec() {}

    static String write(Event event) {
        ObjectNode json = JSON.createObjectNode()
                .put("v", VERSION)
                .put("name", event.name())
                .put("at", event.at().toString())
                .put("app", event.app().toString());
        if (event instanceof Event.Woke woke) {
            put(json, woke.formation()).put("took", woke.took().toString());
        } else if (event instanceof Event.WakeFailed failed) {
            json.put("reason", failed.reason().label()).put("why", failed.why());
        } else if (event instanceof Event.Rested rested) {
            put(json, rested.formation()).put("idle", rested.idle().toString());
        } else if (event instanceof Event.RestFailed failed) {
            json.put("reason", failed.reason().label()).put("why", failed.why());
        } else if (event instanceof Event.RestCancelled cancelled) {
            json.put("why", cancelled.why());
        } else if (event instanceof Event.Discovered discovered) {
            json.put("state", discovered.state().label());
        } else if (event instanceof Event.StoppedElsewhere stopped) {
            json.put("state", stopped.state().label());
        } else if (event instanceof Event.HookRan ran) {
            json.put("point", ran.point().label()).put("hook", ran.hook()).put("outcome", ran.outcome());
        } else if (!(event instanceof Event.Forgotten) && !(event instanceof Event.StartedElsewhere)) {
            throw new IllegalArgumentException("no record is known of " + event.name());
        }
        return json.toString();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws RuntimeException of many kinds when it is no record of an event that this version knows
     */
    static Event read(String record) {
        JsonNode json = JSON.readTree(record);
        if (json.required("v").intValue() != VERSION) {
            throw new IllegalArgumentException("a version that is not " + VERSION);
        }
        Instant at = Instant.parse(text(json, "at"));
        AppId app = AppId.parse(text(json, "app"));
        return switch (text(json, "name")) {
            case "app-woke" -> new Event.Woke(at, app, formation(json), Duration.parse(text(json, "took")));
            case "app-wake-failed" -> new Event.WakeFailed(at, app, reason(json), text(json, "why"));
            case "app-rested" -> new Event.Rested(at, app, formation(json), Duration.parse(text(json, "idle")));
            case "app-rest-failed" -> new Event.RestFailed(at, app, reason(json), text(json, "why"));
            case "app-rest-cancelled" -> new Event.RestCancelled(at, app, text(json, "why"));
            case "app-discovered" -> new Event.Discovered(at, app, state(json));
            case "app-forgotten" -> new Event.Forgotten(at, app);
            case "app-started-elsewhere" -> new Event.StartedElsewhere(at, app);
            case "app-stopped-elsewhere" -> new Event.StoppedElsewhere(at, app, state(json));
            case "hook-ran" ->
                new Event.HookRan(
                        at,
                        app,
                        Hook.Point.valueOf(constant(json, "point")),
                        text(json, "hook"),
                        text(json, "outcome"));
            default -> throw new IllegalArgumentException("an event of another kind");
        };
    }

    private static ObjectNode put(ObjectNode json, Formation formation) {
        ObjectNode processes = json.putObject("formation");
        formation.processes().forEach((type, scale) -> {
            ObjectNode one = processes.putObject(type).put("quantity", scale.quantity());
            if (scale.size() != null) {
                one.put("size", scale.size());
            }
        });
        return json;
    }

    private static Formation formation(JsonNode json) {
        Map<String, Formation.Scale> processes = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : json.required("formation").properties()) {
            JsonNode scale = each.getValue();
            @Nullable JsonNode size = scale.get("size");
            processes.put(
                    each.getKey(),
                    new Formation.Scale(
                            scale.required("quantity").intValue(), size == null ? null : size.stringValue()));
        }
        return new Formation(processes);
    }

    private static Reason reason(JsonNode json) {
        return Reason.valueOf(constant(json, "reason"));
    }

    private static AppState state(JsonNode json) {
        return AppState.valueOf(constant(json, "state"));
    }

    private static String constant(JsonNode json, String key) {
        return text(json, key).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String text(JsonNode json, String key) {
        return json.required(key).stringValue();
    }
}
