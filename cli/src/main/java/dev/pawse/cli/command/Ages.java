package dev.pawse.cli.command;

import dev.pawse.spi.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long something took and how long ago it was, as exactly as people want to know. */
final class Ages {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private Ages() {}

    /** {@code 5m ago} or {@code in 5m}; {@code -} for a moment that is not known. */
    static String ago(@Nullable Instant moment, Instant now) {
        if (moment == null) {
            return "-";
        }
        return moment.isAfter(now)
                ? "in " + length(Duration.between(now, moment))
                : length(Duration.between(moment, now)) + " ago";
    }

    /** {@code 2m13s}, or {@code -} while one end is missing. */
    static String between(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? "-" : inSeconds(Duration.between(from, to));
    }

    /** {@code 2026-09-01 14:00:00 (5m ago)}, in the time zone of the machine. */
    static String at(Instant moment, Instant now) {
        return TIME.format(moment.atZone(ZoneId.systemDefault())) + " (" + ago(moment, now) + ")";
    }

    static String inSeconds(Duration duration) {
        return Durations.format(Duration.ofSeconds(Math.max(0, duration.toSeconds())));
    }

    /** Of what is long ago the smaller units do not matter. */
    private static String length(Duration duration) {
        ChronoUnit unit = duration.toDays() > 0
                ? ChronoUnit.DAYS
                : duration.toHours() > 0
                        ? ChronoUnit.HOURS
                        : duration.toMinutes() > 0 ? ChronoUnit.MINUTES : ChronoUnit.SECONDS;
        return inSeconds(duration.truncatedTo(unit));
    }
}
