package dev.pawse.clever.fake;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One entry of an app's activity. Changed under its app's lock. */
final class Rollout {
    final long number;
    final String uuid = "deployment_" + UUID.randomUUID();
    final String action;
    final String cause;
    final @Nullable String commit;
    final int instances;
    final Instant began;
    final Instant visible;
    Instant ends;

    @Nullable
    Instant ended;

    String state = "WIP";

    Rollout(
            long number,
            String action,
            String cause,
            @Nullable String commit,
            int instances,
            Instant began,
            Instant visible,
            Instant ends) {
        this.number = number;
        this.action = action;
        this.cause = cause;
        this.commit = commit;
        this.instances = instances;
        this.began = began;
        this.visible = visible;
        this.ends = ends;
    }

    boolean isOpen() {
        return state.equals("WIP");
    }

    void end(String how, Instant at) {
        state = how;
        ended = at;
    }
}
