package dev.pawse.scalingo;

import static java.util.Objects.requireNonNull;

import dev.pawse.http.Page;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One deployment, which is a build and a release in one (developers.scalingo.com, "Deployments").
 *
 * @param duration in seconds, where it is over
 */
@JsonNaming(SnakeCaseStrategy.class)
record PlatformDeployment(
        String id,
        String status,
        @Nullable String gitRef,
        @Nullable String createdAt,
        @Nullable String finishedAt,
        @Nullable Long duration) {
    PlatformDeployment {
        requireNonNull(id);
        requireNonNull(status);
    }

    private static final Set<String> UNDER_WAY = Set.of("queued", "building", "pushing", "starting");
    private static final int PAGE = 50;

    record One(PlatformDeployment deployment) {
        One {
            requireNonNull(deployment);
        }
    }

    record All(
            List<PlatformDeployment> deployments, @Nullable Meta meta) {
        All {
            deployments = List.copyOf(deployments);
        }
    }

    record Meta(@Nullable Pagination pagination) {
        /** The page after this one, or null when it is the last. */
        static @Nullable String next(@Nullable Meta meta) {
            Pagination pagination = meta == null ? null : meta.pagination;
            Integer next = pagination == null ? null : pagination.nextPage;
            return next == null ? null : String.valueOf(next);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Pagination(@Nullable Integer nextPage) {}

    /** The newest, newest first. */
    static List<PlatformDeployment> newest(Place place, int limit) {
        return Page.all(page -> page(place, page == null ? "1" : page, Math.min(limit, PAGE)), limit);
    }

    /** One by its id, or empty when the app has none of that id. */
    static Optional<PlatformDeployment> find(Place place, String id) {
        Optional<PlatformDeployment> found =
                place.get("deployments", id).find(One.class).map(One::deployment);
        if (found.isEmpty()) {
            // Either the deployment or the app is not there.
            place.get().send();
        }
        return found;
    }

    static PlatformDeployment require(Place place, String id) {
        return find(place, id).orElseThrow(() -> new PawseException(Reason.NOT_FOUND, place + " has no build " + id));
    }

    boolean isUnderWay() {
        return UNDER_WAY.contains(status);
    }

    Instant began() {
        return Moments.parse(createdAt, Instant.EPOCH);
    }

    /** When it ended, or null while it is under way. */
    @Nullable
    Instant ended() {
        if (isUnderWay()) {
            return null;
        }
        return Moments.parse(finishedAt, began().plusSeconds(duration == null ? 0 : duration));
    }

    private static Page<PlatformDeployment> page(Place place, String number, int size) {
        All all = place.get("deployments")
                .query("page", number)
                .query("per_page", String.valueOf(size))
                .read(All.class);
        return new Page<>(all.deployments, Meta.next(all.meta));
    }
}
