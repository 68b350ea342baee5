package dev.pawse.clever;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When deployments last changed, which v4 of the API tells and v2, with its numbers and authors, does not. */
final class DeploymentTimes {
    private final CleverApi api;

    DeploymentTimes(CleverApi api) {
        this.api = api;
    }

    /** A deployment as v4 tells it. */
    record Detailed(
            String id, @Nullable String startDate, @Nullable List<Step> steps) {
        Detailed {
            Objects.requireNonNull(id, "id");
        }
    }

    record Step(@Nullable String state, @Nullable String date) {}

    /** The last step's time by deployment, of the newest so many. */
    Map<String, Instant> of(AppRef app, int limit) {
        Map<String, Instant> times = new HashMap<>();
        call(app)
                .query("limit", String.valueOf(limit))
                .list(Detailed.class)
                .forEach(one -> last(one).ifPresent(at -> times.put(one.id(), at)));
        return times;
    }

    Optional<Instant> of(AppRef app, String deployment) {
        return call(app, deployment).find(Detailed.class).flatMap(DeploymentTimes::last);
    }

    private dev.pawse.http.ApiCall call(AppRef app, String... more) {
        return api.json()
                .get(java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(
                                        "v4",
                                        "orchestration",
                                        "organisations",
                                        app.owner(),
                                        "applications",
                                        app.key(),
                                        "deployments"),
                                java.util.stream.Stream.of(more))
                        .toArray(String[]::new));
    }

    private static Optional<Instant> last(Detailed deployment) {
        List<Step> steps = deployment.steps() == null ? List.of() : deployment.steps();
        return steps.stream()
                .map(Step::date)
                .filter(Objects::nonNull)
                .flatMap(date -> instant(date).stream())
                .max(Instant::compareTo);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
