package dev.pawse.spi;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the durations that people write: {@code 250ms}, {@code 90s}, {@code 15m}, {@code 2h}, {@code 1h30m}, {@code 1d}. */
public final class Durations {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

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
        if (!WHOLE.matcher(trimmed).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a duration such as 90s or 15m");
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(trimmed);
        while (part.find()) {
            long number = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    });
        }
        return sum;
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
