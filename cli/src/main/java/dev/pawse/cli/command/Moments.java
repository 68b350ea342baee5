package dev.pawse.cli.command;

import dev.pawse.cli.Problem;
import dev.pawse.spi.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Reads the moments that people write: {@code 5m}, {@code 2h ago}, RFC 3339, {@code 2026-09-01 12:00}. */
final class Moments {
    private Moments() {}

    static Instant parse(String flag, String text, Instant now, ZoneId zone) {
        String trimmed = text.strip();
        String length = trimmed.endsWith("ago")
                ? trimmed.substring(0, trimmed.length() - 3).strip()
                : trimmed;
        try {
            return now.minus(Durations.parse(length, Durations.Unit.SECONDS));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException notLength) {
            return moment(flag, trimmed, zone);
        }
    }

    private static Instant moment(String flag, String text, ZoneId zone) {
        String iso = text.replace(' ', 'T');
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException noOffset) {
            try {
                return LocalDateTime.parse(iso.contains("T") ? iso : iso + "T00:00")
                        .atZone(zone)
                        .toInstant();
            } catch (DateTimeException e) {
                throw Problem.usage(flag + ": '" + text + "' is no moment such as 5m, 2h ago, 2026-09-01T12:00:00Z or"
                                + " '2026-09-01 12:00'")
                        .failure(e);
            }
        }
    }
}
