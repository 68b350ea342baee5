package dev.pawse.scalingo;

import dev.pawse.http.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A change of variables in an app's timeline (developers.scalingo.com, "Events"). The platform tells old and new values too: they are not
 * read.
 *
 * @param by who did it, or null
 * @param addOn whether an add-on did
 */
record VariableEvent(
        String id,
        Instant at,
        @Nullable String by,
        boolean addOn,
        List<String> added,
        List<String> changed,
        List<String> removed) {
    VariableEvent {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /** Those of a page of the timeline, newest first; a page may have none although more follow. */
    static Page<VariableEvent> page(Place place, @Nullable String number) {
        Page<PlatformEvent> page = PlatformEvent.page(place, number);
        return new Page<>(
                page.items().stream()
                        .map(VariableEvent::of)
                        .filter(Objects::nonNull)
                        .toList(),
                page.next());
    }

    List<String> names() {
        return Stream.of(added, changed, removed).flatMap(List::stream).toList();
    }

    /** What was done, without values. */
    String description() {
        List<String> parts = new ArrayList<>();
        describe(parts, "added ", added);
        describe(parts, "changed ", changed);
        describe(parts, "removed ", removed);
        return String.join("; ", parts);
    }

    private static void describe(List<String> parts, String verb, List<String> names) {
        if (!names.isEmpty()) {
            parts.add(verb + String.join(", ", names));
        }
    }

    /** The change of variables that an event is, or null where it is something else. */
    static @Nullable VariableEvent of(PlatformEvent event) {
        JsonNode data = event.typeData();
        if (data == null) {
            return null;
        }
        List<String> one = List.of(data.path("name").asString(""));
        return switch (event.type()) {
            case "new_variable" -> of(event, data, one, List.of(), List.of());
            case "edit_variable" -> of(event, data, List.of(), one, List.of());
            case "delete_variable" -> of(event, data, List.of(), List.of(), one);
            case "edit_variables" ->
                of(event, data, names(data, "new_vars"), names(data, "updated_vars"), names(data, "deleted_vars"));
            default -> null;
        };
    }

    private static VariableEvent of(
            PlatformEvent event, JsonNode data, List<String> added, List<String> changed, List<String> removed) {
        String addOn = data.path("addon_name").asString("");
        return new VariableEvent(
                event.id(),
                event.at(),
                addOn.isEmpty() ? event.by() : "add-on " + addOn,
                !addOn.isEmpty(),
                added,
                changed,
                removed);
    }

    private static List<String> names(JsonNode data, String part) {
        List<String> names = new ArrayList<>();
        data.path(part).forEach(one -> names.add(one.path("name").asString("")));
        return names;
    }
}
