package dev.pawse.spi.capability;

import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists and restarts the processes of an app. */
public non-sealed interface Processes extends Capability {
    /** The processes that run or have just ended; empty when the app sleeps. */
    List<AppProcess> processes(AppId app);

    /**
     * Restarts processes and returns when the platform has accepted it.
     *
     * @param processOrType a process such as {@code web.1}, a type such as {@code web}, or null for all
     * @throws dev.pawse.spi.PawseException {@link dev.pawse.spi.Reason#NOT_FOUND} when there is no such process
     */
    void restartProcesses(AppId app, @Nullable String processOrType);

    /**
     * One process.
     *
     * @param name unique in the app, e.g. {@code web.1}
     * @param type its process type, e.g. {@code web}
     * @param state what it does
     * @param command what it runs, or null where the platform does not tell
     * @param size the platform's word for its size, or null
     * @param release what it was started from, or null
     * @param startedAt when it started, or null while it has not
     * @param exitCode how it ended, or null while it runs
     */
    record AppProcess(
            String name,
            String type,
            AppState state,
            @Nullable String command,
            @Nullable String size,
            @Nullable String release,
            @Nullable Instant startedAt,
            @Nullable Integer exitCode) {}
}
