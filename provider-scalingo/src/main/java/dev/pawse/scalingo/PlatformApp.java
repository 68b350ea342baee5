package dev.pawse.scalingo;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An app as {@code GET /apps} tells it (developers.scalingo.com, "Applications").
 *
 * @param status {@code new}, {@code running}, {@code stopped}, {@code crashed}, {@code scaling} …; the set is open
 * @param url the canonical domain, or the default one
 * @param baseUrl the default domain, whatever domains the app has
 * @param updatedAt as the platform writes it; only compared
 */
@JsonNaming(SnakeCaseStrategy.class)
record PlatformApp(
        String id,
        String name,
        String status,
        @Nullable String url,
        @Nullable String baseUrl,
        @Nullable String updatedAt,
        @Nullable String lastDeployedAt,
        @Nullable String lastDeployedBy,
        @Nullable String stackId,
        @Nullable String region,
        @Nullable Map<String, @Nullable String> links) {
    /** JSON of another shape must not be read as an app. */
    PlatformApp {
        requireNonNull(id);
        requireNonNull(name);
        requireNonNull(status);
    }

    /** The answer that lists apps. */
    record All(List<PlatformApp> apps) {
        All {
            apps = List.copyOf(apps);
        }
    }

    /** The answer that holds one app. */
    record One(PlatformApp app) {
        One {
            requireNonNull(app);
        }
    }
}
