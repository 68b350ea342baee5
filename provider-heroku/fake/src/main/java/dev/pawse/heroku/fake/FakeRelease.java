package dev.pawse.heroku.fake;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A release with the config vars of its time. Guarded by the account's lock. */
final class FakeRelease {
    final String id = UUID.randomUUID().toString();
    final int version;
    final String description;
    final String status;
    final Instant createdAt;
    final Map<String, String> config;
    boolean current;

    FakeRelease(int version, String description, String status, Instant createdAt, Map<String, String> config) {
        this.version = version;
        this.description = description;
        this.status = status;
        this.createdAt = createdAt;
        this.config = config;
    }

    Map<String, @Nullable Object> json(HostedApp app) {
        return Json.object(
                "addon_plan_names", java.util.List.of(),
                "app", app.reference(),
                "created_at", Json.time(createdAt),
                "current", current,
                "description", description,
                "eligible_for_rollback", status.equals("succeeded"),
                "id", id,
                "output_stream_url", null,
                "slug", Json.object("id", "slug-" + version),
                "status", status,
                "updated_at", Json.time(createdAt),
                "user", Json.object("email", "dev@example.com", "id", "owner"),
                "version", version);
    }
}
