package dev.pawse.scalingo;

import static java.util.Objects.requireNonNull;

import dev.pawse.http.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An entry of an app's timeline (developers.scalingo.com, "Events").
 *
 * @param typeData what is told of its type alone; of variables that is their values too
 */
@JsonNaming(SnakeCaseStrategy.class)
record PlatformEvent(
        String id,
        String type,
        @Nullable String createdAt,
        @Nullable User user,
        @Nullable JsonNode typeData) {
    private static final int PAGE = 50;

    PlatformEvent {
        requireNonNull(id);
        requireNonNull(type);
    }

    record User(@Nullable String username, @Nullable String email) {
        @Nullable
        String name() {
            return email == null ? username : email;
        }
    }

    record Events(List<PlatformEvent> events, PlatformDeployment.@Nullable Meta meta) {
        Events {
            events = List.copyOf(events);
        }
    }

    /** A page of the timeline, newest first. */
    static Page<PlatformEvent> page(Place place, @Nullable String number) {
        Events page = place.get("events")
                .query("page", number == null ? "1" : number)
                .query("per_page", String.valueOf(PAGE))
                .read(Events.class);
        return new Page<>(page.events, PlatformDeployment.Meta.next(page.meta));
    }

    Instant at() {
        return Moments.parse(createdAt, Instant.EPOCH);
    }

    /** Who did it, or null. */
    @Nullable
    String by() {
        return user == null ? null : user.name();
    }

    @Override
    public String toString() {
        return type + " " + id;
    }
}
