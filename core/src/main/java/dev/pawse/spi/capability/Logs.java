package dev.pawse.spi.capability;

import dev.pawse.spi.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what an app has written, and follows it. */
public non-sealed interface Logs extends Capability {
    /**
     * Opens an app's log. What is there comes first, oldest first; with {@link Query#follow()} the stream then goes on.
     */
    LogStream openLogs(AppId app, Query query);

    /** Whether {@link Query#filter} is understood; who does not understand it is never given one. */
    default boolean filtersLogs() {
        return false;
    }

    /**
     * Which lines.
     *
     * @param since none older, or null for the platform's own beginning
     * @param until none younger, or null
     * @param limit the newest so many of what is there, 1 or more
     * @param process only of this process or process type, or null for all
     * @param follow whether to go on with what comes
     * @param filter what lines have to be like, in the platform's own language, or null for all
     */
    record Query(
            @Nullable Instant since,
            @Nullable Instant until,
            int limit,
            @Nullable String process,
            boolean follow,
            @Nullable String filter) {
        /** Whatever the lines are like. */
        public Query(
                @Nullable Instant since, @Nullable Instant until, int limit, @Nullable String process, boolean follow) {
            this(since, until, limit, process, follow, null);
        }

        public Query {
            if (limit < 1) {
                throw new IllegalArgumentException("limit: " + limit + " is below 1");
            }
        }

        /** The newest lines, and then the end. */
        public static Query recent(int limit) {
            return new Query(null, null, limit, null, false);
        }

        /** The newest lines, and then whatever comes. */
        public static Query follow(int limit) {
            return new Query(null, null, limit, null, true);
        }

        /** Whether a process is asked for: by its own name or by its type. */
        public boolean wantsProcess(String name) {
            return process == null || name.equals(process) || name.startsWith(process + ".");
        }
    }

    /** An open log. Read by one thread; closed by any, which ends a waiting read. */
    interface LogStream extends AutoCloseable {
        /**
         * Waits for the next entry.
         *
         * @param wait how long at most
         * @return the entry, or empty when none came in that time or the stream has ended
         */
        Optional<LogEntry> next(Duration wait);

        /** Whether nothing more will come. */
        boolean ended();

        @Override
        void close();
    }

    /** A line, or the knowledge that some are missing: loss is data too. */
    sealed interface LogEntry {}

    /**
     * One line.
     *
     * @param at when it was written
     * @param process who wrote it, e.g. {@code web.1}
     * @param source {@code app}, {@code router} or {@code platform}
     * @param message the line without its end
     */
    record LogLine(Instant at, String process, String source, String message) implements LogEntry {}

    /**
     * Lines that were written and that nobody will read here.
     *
     * @param count how many, or -1 when that is not known
     * @param reason {@code sampled}, {@code reconnect} or {@code limit}
     */
    record LogGap(Instant at, long count, String reason) implements LogEntry {}
}
