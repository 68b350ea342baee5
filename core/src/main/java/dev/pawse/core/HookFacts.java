package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Hook;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a hook's command is told of the transition: as environment variables and as one JSON object on standard input.
 *
 * @param point where in a transition it runs
 * @param app as it was last seen
 * @param name what people call the app
 */
record HookFacts(Hook.Point point, App app, String name) {
    private static final JsonFactory JSON = new JsonFactory();
    // Linux takes 128 KiB a variable; past that the command could not be started at all.
    private static final int MAX_VARIABLE = 32 * 1024;

    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        put(variables, "PAWSE_HOOK", point.label());
        put(variables, "PAWSE_APP", app.id().toString());
        put(variables, "PAWSE_APP_NAME", app.id().name());
        put(variables, "PAWSE_APP_DISPLAY_NAME", name);
        put(variables, "PAWSE_PROVIDER", app.id().provider());
        put(variables, "PAWSE_APP_STATE", app.state().label());
        put(variables, "PAWSE_FORMATION", app.formation().toString());
        put(variables, "PAWSE_HOSTS", String.join(",", new TreeSet<>(app.hosts())));
        put(
                variables,
                "PAWSE_ENDPOINTS",
                app.endpoints().stream().map(URI::toString).collect(Collectors.joining(",")));
        put(
                variables,
                "PAWSE_LINKED_APPS",
                new TreeSet<>(app.links()).stream().map(AppId::toString).collect(Collectors.joining(",")));
        return variables;
    }

    byte[] json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("hook", point.label());
            json.writeObjectPropertyStart("app");
            json.writeStringProperty("id", app.id().toString());
            json.writeStringProperty("provider", app.id().provider());
            json.writeStringProperty("name", app.id().name());
            json.writeStringProperty("displayName", name);
            json.writeStringProperty("state", app.state().label());
            json.writeBooleanProperty("alwaysOn", app.alwaysOn());
            formation(json, app.formation());
            texts(json, "hosts", new TreeSet<>(app.hosts()));
            texts(json, "endpoints", app.endpoints());
            texts(json, "links", new TreeSet<>(app.links()));
            json.writeObjectPropertyStart("details");
            new TreeMap<>(app.details()).forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void formation(JsonGenerator json, Formation formation) {
        json.writeObjectPropertyStart("formation");
        formation.processes().forEach((type, scale) -> {
            json.writeObjectPropertyStart(type);
            json.writeNumberProperty("quantity", scale.quantity());
            @Nullable String size = scale.size();
            if (size != null) {
                json.writeStringProperty("size", size);
            }
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, Collection<?> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(value -> json.writeString(value.toString()));
        json.writeEndArray();
    }

    private static void put(Map<String, String> variables, String name, String value) {
        // An environment can hold no NUL: with one, no process would start.
        String clean = value.replace('\0', ' ');
        variables.put(name, clean.length() > MAX_VARIABLE ? clean.substring(0, MAX_VARIABLE) : clean);
    }
}
