package dev.pawse.heroku.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A backup or a restore, which takes its time. Guarded by the account's lock. */
final class FakeTransfer {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss +0000", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    final String uuid = UUID.randomUUID().toString();
    final int number;
    final byte[] dump;
    boolean fails;
    private final String from;
    private final String to;
    private final Clock clock;
    private final Instant createdAt;
    private final Instant finishedAt;

    FakeTransfer(int number, String from, String to, byte[] dump, Clock clock, Duration takes) {
        this.number = number;
        this.from = from;
        this.to = to;
        this.dump = dump;
        this.clock = clock;
        createdAt = clock.instant();
        finishedAt = createdAt.plus(takes);
    }

    boolean isGood() {
        return !fails && !clock.instant().isBefore(finishedAt);
    }

    Map<String, @Nullable Object> json(boolean verbose) {
        boolean over = !clock.instant().isBefore(finishedAt);
        boolean backup = to.equals("gof3r");
        Map<String, @Nullable Object> json = Json.object(
                "uuid",
                uuid,
                "num",
                number,
                "from_name",
                backup ? "DATABASE" : "BACKUP",
                "from_type",
                from,
                "from_url",
                null,
                "to_name",
                backup ? "BACKUP" : "DATABASE",
                "to_type",
                to,
                "to_url",
                null,
                "options",
                Json.object(),
                "source_bytes",
                dump.length,
                "processed_bytes",
                over ? dump.length : 0,
                "succeeded",
                over && !fails,
                "warnings",
                0,
                "schedule",
                null,
                "created_at",
                TIME.format(createdAt),
                "started_at",
                TIME.format(createdAt),
                "canceled_at",
                null,
                "updated_at",
                TIME.format(over ? finishedAt : createdAt),
                "finished_at",
                over ? TIME.format(finishedAt) : null);
        if (verbose) {
            json.put(
                    "logs",
                    List.of(Json.object(
                            "created_at",
                            TIME.format(createdAt),
                            "level",
                            "info",
                            "message",
                            fails ? "pg_dump: error: the connection was lost" : "pg_dump: dumping contents")));
        }
        return json;
    }
}
