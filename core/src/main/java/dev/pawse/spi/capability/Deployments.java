package dev.pawse.spi.capability;

import dev.pawse.spi.AppId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads an app's deployments: how new code takes the place of old. */
public non-sealed interface Deployments extends Capability {
    /** The newest deployments, newest first. */
    List<Deployment> deployments(AppId app, int limit);

    /**
     * One deployment of one part of an app.
     *
     * @param id the platform's own name for it
     * @param service which part of the app, where the platform has parts; else the app's name
     * @param status how far it came
     * @param reason why it is there, or null
     * @param desired processes asked for
     * @param running processes that run
     * @param commit what is deployed, or null
     * @param createdAt when it began
     * @param updatedAt when it last changed
     */
    record Deployment(
            String id,
            String service,
            Status status,
            @Nullable String reason,
            int desired,
            int running,
            @Nullable String commit,
            Instant createdAt,
            Instant updatedAt) {}

    /** How far a deployment came. */
    enum Status {
        IN_PROGRESS,
        COMPLETED,
        FAILED,
        ROLLED_BACK,
        SUPERSEDED;

        /** The word that JSON uses, e.g. {@code in-progress}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
