package dev.pawse.proxy;

import dev.pawse.core.AppReport;
import dev.pawse.core.Decision;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Event;
import dev.pawse.spi.Formation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shapes of the API's JSON: camelCase, times RFC 3339 in UTC with milliseconds, durations in {@code …Ms}, enums in lower
 * case, and what is absent is {@code null} and never left out.
 */
final class ApiJson {
    static final String TYPE = "application/json";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ApiJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : TIME.format(instant);
    }

    static ArrayNode apps(Collection<AppReport> reports) {
        ArrayNode apps = array();
        reports.forEach(report -> apps.add(app(report)));
        return apps;
    }

    static ObjectNode app(AppReport report) {
        ObjectNode app = object().put("name", report.app().id().name())
                .put("id", report.app().id().toString())
                .put("provider", report.app().id().provider())
                .put("state", report.state().label());
        app.set("formation", formation(report.app().formation()));
        app.put("lastAccessedAt", time(report.lastAccessedAt()))
                .put("inFlight", report.inFlight())
                .put("idleMs", report.idle().toMillis())
                .put("maxIdleMs", report.policy().maxIdle().toMillis())
                .put("ignored", report.policy().ignored())
                .put("alwaysOn", report.app().alwaysOn());
        app.set("hosts", texts(report.app().hosts(), report.policy().hosts()));
        app.set(
                "links",
                texts(
                        report.app().links().stream().map(AppId::toString).toList(),
                        report.policy().linkedApps()));
        ObjectNode details = app.putObject("details");
        report.app().details().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(detail -> details.put(detail.getKey(), detail.getValue()));
        return app;
    }

    static ObjectNode formation(Formation formation) {
        ObjectNode types = object();
        formation
                .processes()
                .forEach((type, scale) ->
                        types.putObject(type).put("quantity", scale.quantity()).put("size", scale.size()));
        return types;
    }

    static ObjectNode event(Event event) {
        ObjectNode node = object().put("id", event.at().toString())
                .put("name", event.name())
                .put("app", event.app().toString())
                .put("at", time(event.at()))
                .put("text", event.text())
                .putNull("formation")
                .putNull("tookMs")
                .putNull("idleMs")
                .putNull("reason");
        if (event instanceof Event.Woke woke) {
            node.put("tookMs", woke.took().toMillis()).set("formation", formation(woke.formation()));
        } else if (event instanceof Event.Rested rested) {
            node.put("idleMs", rested.idle().toMillis()).set("formation", formation(rested.formation()));
        } else if (event instanceof Event.WakeFailed failed) {
            node.put("reason", failed.reason().label());
        } else if (event instanceof Event.RestFailed failed) {
            node.put("reason", failed.reason().label());
        }
        return node;
    }

    static ArrayNode plan(List<Decision> decisions) {
        ArrayNode plan = array();
        decisions.forEach(decision -> plan.addObject()
                .put("app", decision.app().toString())
                .put("action", decision.action().label())
                .put("why", decision.why()));
        return plan;
    }

    private static ArrayNode texts(Collection<String> some, Collection<String> more) {
        ArrayNode texts = array();
        Stream.concat(some.stream(), more.stream()).distinct().sorted().forEach(texts::add);
        return texts;
    }
}
