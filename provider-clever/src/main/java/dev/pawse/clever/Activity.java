package dev.pawse.clever;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One entry of an app's activity, which the API calls a deployment although some are stops: {@code GET …/deployments}. */
record Activity(
        long id,
        String uuid,
        long date,
        @Nullable String state,
        @Nullable String action,
        @Nullable String commit,
        @Nullable String cause,
        int instances,
        @Nullable Author author) {
    Activity {
        Objects.requireNonNull(uuid, "uuid");
    }

    record Author(@Nullable String name) {}

    boolean isInProgress() {
        return "WIP".equals(state);
    }

    boolean hasFailed() {
        return "FAIL".equals(state);
    }

    boolean isOk() {
        return "OK".equals(state);
    }

    boolean isCancelled() {
        return "CANCELLED".equals(state);
    }

    boolean isDeploy() {
        return "DEPLOY".equals(action);
    }

    /** Whether it brings or changes instances, rather than taking all away or nothing at all. */
    boolean bringsInstances() {
        return switch (action == null ? "" : action) {
            case "UNDEPLOY", "CANCEL", "NONE" -> false;
            default -> true;
        };
    }

    Instant at() {
        return Instant.ofEpochMilli(date);
    }

    /** Who asked for it, or else why it is. */
    @Nullable
    String authorName() {
        return author == null ? null : author.name();
    }
}
