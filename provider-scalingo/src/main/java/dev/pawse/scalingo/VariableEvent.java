package dev.pawse.scalingo;

import static java.util.Objects.requireNonNull;

import dev.pawse.http.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

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
    private static final int PAGE = 50;

    VariableEvent {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Wire(
            String id,
            String type,
            @Nullable String createdAt,
            @Nullable User user,
            @Nullable JsonNode typeData) {
        Wire {
            requireNonNull(id);
            requireNonNull(type);
        }

        @Override
        public String toString() {
            return type + " " + id;
        }
    }

    record User(@Nullable String username, @Nullable String email) {
        @Nullable
        String name() {
            return email == null ? username : email;
        }
    }

    record Timeline(List<Wire> events, PlatformDeployment.@Nullable Meta meta) {
        Timeline {
            events = List.copyOf(events);
        }
    }

    /** Those of a page of the timeline, newest first; a page may have none although more follow. */
    static Page<VariableEvent> page(Place place, @Nullable String number) {
        Timeline timeline = place.get("events")
                .query("page", number == null ? "1" : number)
                .query("per_page", String.valueOf(PAGE))
                .read(Timeline.class);
        return new Page<>(
                timeline.events.stream()
                        .map(VariableEvent::of)
                        .filter(Objects::nonNull)
                        .toList(),
                PlatformDeployment.Meta.next(timeline.meta));
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

    private static @Nullable VariableEvent of(Wire wire) {
        JsonNode data = wire.typeData;
        if (data == null) {
            return null;
        }
        List<String> one = List.of(data.path("name").asString(""));
        return switch (wire.type) {
            case "new_variable" -> of(wire, data, one, List.of(), List.of());
            case "edit_variable" -> of(wire, data, List.of(), one, List.of());
            case "delete_variable" -> of(wire, data, List.of(), List.of(), one);
            case "edit_variables" ->
                of(wire, data, names(data, "new_vars"), names(data, "updated_vars"), names(data, "deleted_vars"));
            default -> null;
        };
    }

    private static VariableEvent of(
            Wire wire, JsonNode data, List<String> added, List<String> changed, List<String> removed) {
        String addOn = data.path("addon_name").asString("");
        User user = wire.user;
        String who = user == null ? null : user.name();
        return new VariableEvent(
                wire.id,
                Moments.parse(wire.createdAt, Instant.EPOCH),
                addOn.isEmpty() ? who : "add-on " + addOn,
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
