package dev.pawse.spi;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the durations that people write: {@code 250ms}, {@code 90s}, {@code 15m}, {@code 2h}, {@code 1h30m}, {@code 1d}. */
public final class Durations {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    // The largest unit first and each once: 1m2h is more likely a mistake than a sum.
    private static final Pattern WHOLE = Pattern.compile(
            "(?:(\\d{1,9})\\s*d)?\\s*(?:(\\d{1,9})\\s*h)?\\s*(?:(\\d{1,9})\\s*m)?\\s*(?:(\\d{1,9})\\s*s)?\\s*(?:(\\d{1,9})\\s*ms)?",
            Pattern.CASE_INSENSITIVE);

    private Durations() {}

    /** What a bare number counts. */
    public enum Unit {
        SECONDS,
        MINUTES
    }

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException when the text is not one
     */
    public static Duration parse(String text, Unit bareNumber) {
        String trimmed = text.strip();
        if (NUMBER.matcher(trimmed).matches()) {
            long number = Long.parseLong(trimmed);
            return switch (bareNumber) {
                case SECONDS -> Duration.ofSeconds(number);
                case MINUTES -> Duration.ofMinutes(number);
            };
        }
        Matcher parts = WHOLE.matcher(trimmed);
        if (trimmed.isEmpty() || !parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a duration such as 90s or 15m");
        }
        return Duration.ofDays(number(parts.group(1)))
                .plusHours(number(parts.group(2)))
                .plusMinutes(number(parts.group(3)))
                .plusSeconds(number(parts.group(4)))
                .plusMillis(number(parts.group(5)));
    }

    private static long number(@Nullable String part) {
        return part == null ? 0 : Long.parseLong(part);
    }

    /** Writes a duration so that {@link #parse} reads it back, e.g. {@code 1h30m}; what is below a millisecond is dropped. */
    public static String format(Duration duration) {
        if (duration.toMillis() == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.toString();
    }

    private static void append(StringBuilder text, long number, String unit) {
        if (number > 0) {
            text.append(number).append(unit);
        }
    }
}
