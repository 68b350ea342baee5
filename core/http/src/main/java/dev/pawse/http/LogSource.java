package dev.pawse.http;

import dev.pawse.spi.capability.Logs.LogLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a {@link LogTail} gets its lines from. Both methods fail with {@link dev.pawse.spi.PawseException}. */
public interface LogSource {
    /** What is there now, oldest first, as much of it as was asked for and the platform keeps. */
    List<LogLine> recent();

    /**
     * Opens what comes. It may begin with lines that are known already: they are told apart by time, process and text, and such an
     * overlap proves that nothing was lost.
     *
     * @param after when the last line that is known was written, or null when none is
     */
    LogFeed live(@Nullable Instant after);

    /** Whether the log has come to its end, so that a connection that ended is not opened again. */
    default boolean isOver() {
        return false;
    }
}
