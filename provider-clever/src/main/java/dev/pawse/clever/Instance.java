package dev.pawse.clever;

import dev.pawse.spi.AppState;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One virtual machine of an app: {@code GET …/instances}. */
record Instance(
        String id,
        @Nullable String state,
        @Nullable Flavor flavor,
        @Nullable String commit,
        @Nullable String deployId,
        int deployNumber,
        int instanceNumber,
        @Nullable String displayName,
        long creationDate) {
    Instance {
        Objects.requireNonNull(id, "id");
    }

    record Flavor(@Nullable String name) {}

    boolean isUp() {
        return "UP".equals(state);
    }

    boolean isGone() {
        return "DELETED".equals(state) || "GHOST".equals(state);
    }

    /** Whether it is on its way up. */
    boolean isComing() {
        return appState() == AppState.STARTING;
    }

    AppState appState() {
        return switch (state == null ? "" : state) {
            case "UP", "TASK_IN_PROGRESS" -> AppState.RUNNING;
            case "BOOTING", "STARTING", "DEPLOYING", "MIGRATION_IN_PROGRESS", "READY", "BUILDING" -> AppState.STARTING;
            case "STOPPING" -> AppState.STOPPING;
            case "DELETED", "GHOST" -> AppState.STOPPED;
            default -> AppState.UNKNOWN;
        };
    }

    Instant startedAt() {
        return Instant.ofEpochMilli(creationDate);
    }
}
