package dev.pawse.spi.capability;

import dev.pawse.spi.AppId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an app's releases and goes back to one. */
public non-sealed interface Releases extends Capability {
    /** The newest releases, newest first. */
    List<Release> releases(AppId app, int limit);

    /**
     * Makes the app run an earlier release again.
     *
     * @return the release that now is the current one
     * @throws dev.pawse.spi.PawseException {@link dev.pawse.spi.Reason#NOT_FOUND} when there is no such release
     */
    Release rollback(AppId app, String id);

    /**
     * One release.
     *
     * @param id the user's word for it, e.g. {@code v12}
     * @param description what changed
     * @param author who made it, or null
     * @param createdAt when
     * @param current whether it is the one that runs
     */
    record Release(String id, String description, @Nullable String author, Instant createdAt, boolean current) {}
}
