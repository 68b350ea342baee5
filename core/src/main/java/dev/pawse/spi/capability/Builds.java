package dev.pawse.spi.capability;

import dev.pawse.spi.AppId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an app's builds. */
public non-sealed interface Builds extends Capability {
    /** The newest builds, newest first. */
    List<Build> builds(AppId app, int limit);

    /** One build by its id or number, or empty when there is none. */
    Optional<Build> build(AppId app, String id);

    /**
     * The output of a build.
     *
     * @param phase {@code build}, {@code test} or {@code release}, or null for the platform's own choice
     * @param follow whether to go on until the build ends
     */
    Logs.LogStream openBuildLog(AppId app, String id, @Nullable String phase, boolean follow);

    /**
     * One build.
     *
     * @param id the platform's own name for it
     * @param number its number in the app's own sequence, or null
     * @param status how far it came
     * @param commit what was built, or null
     * @param message the commit's first line, or null
     * @param startedAt when it began, or null while it waits
     * @param endedAt when it ended, or null while it runs
     */
    record Build(
            String id,
            @Nullable Long number,
            Status status,
            @Nullable String commit,
            @Nullable String message,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}

    /** How far a build came. */
    enum Status {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        STOPPED,
        TIMED_OUT,
        FAULT;

        /** The word that JSON uses, e.g. {@code timed-out}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
