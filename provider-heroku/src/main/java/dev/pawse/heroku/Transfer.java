package dev.pawse.heroku;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A backup, a restore or a copy, as the API of the databases tells it. */
@JsonNaming(SnakeCaseStrategy.class)
record Transfer(
        String uuid,
        int num,
        @Nullable String fromName,
        @Nullable String fromType,
        @Nullable String toType,
        @Nullable Boolean succeeded,
        @Nullable Long processedBytes,
        @Nullable String schedule,
        String createdAt,
        @Nullable String finishedAt,
        @Nullable List<LogLine> logs) {
    /** Not that of the other API, e.g. {@code 2026-01-03 00:00:00 +0000}. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);

    private static final int TOLD = 5;

    Transfer {
        requireNonNull(uuid);
        requireNonNull(createdAt);
    }

    record LogLine(@Nullable String message) {}

    boolean isBackup() {
        return "pg_dump".equals(fromType) && "gof3r".equals(toType);
    }

    boolean isOver() {
        return finishedAt != null;
    }

    boolean isGood() {
        return isOver() && Boolean.TRUE.equals(succeeded);
    }

    /** The name that Heroku's own command line shows, e.g. {@code b007}. */
    String label() {
        return String.format(Locale.ROOT, "%s%03d", schedule == null ? "b" : "a", num);
    }

    Instant created() {
        try {
            return OffsetDateTime.parse(createdAt, TIME).toInstant();
        } catch (DateTimeException e) {
            return Instant.parse(createdAt);
        }
    }

    long bytes() {
        return processedBytes == null ? -1 : processedBytes;
    }

    /** The last lines of its log. */
    String lastWords() {
        List<LogLine> lines = logs == null ? List.of() : logs;
        return lines.subList(Math.max(0, lines.size() - TOLD), lines.size()).stream()
                .map(line -> String.valueOf(line.message()))
                .collect(Collectors.joining(" | "));
    }
}
