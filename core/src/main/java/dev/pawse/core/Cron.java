package dev.pawse.core;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;

/**
 * When something is due again: five fields as cron has them, six with seconds in front, or a name such as {@code @daily}.
 *
 * <p>Times are wall-clock times of a zone: what falls into the hour that is left out in spring is left out, what falls into
 * the hour that comes twice in autumn happens once. Immutable, safe for many threads.
 */
public final class Cron {
    private static final Map<String, String> NAMED = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");
    private static final CronDefinition MINUTES = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
    private static final CronDefinition SECONDS = CronDefinitionBuilder.defineCron()
            .withSeconds()
            .withValidRange(0, 59)
            .withStrictRange()
            .and()
            .withMinutes()
            .withValidRange(0, 59)
            .withStrictRange()
            .and()
            .withHours()
            .withValidRange(0, 23)
            .withStrictRange()
            .and()
            .withDayOfMonth()
            .withValidRange(1, 31)
            .withStrictRange()
            .and()
            .withMonth()
            .withValidRange(1, 12)
            .withStrictRange()
            .and()
            .withDayOfWeek()
            .withValidRange(0, 7)
            .withMondayDoWValue(1)
            .withIntMapping(7, 0)
            .withStrictRange()
            .and()
            .instance();
    // Any moment serves to ask whether there is a next time at all.
    private static final Instant SOME_MOMENT = Instant.parse("2001-01-01T00:00:00Z");

    private final String text;
    private final ExecutionTime times;
    private final ZoneId zone;

    private Cron(String text, ExecutionTime times, ZoneId zone) {
        this.text = text;
        this.times = times;
        this.zone = zone;
    }

    /** Reads a schedule in the zone of this machine. */
    public static Cron parse(String text) {
        return parse(text, ZoneId.systemDefault());
    }

    /**
     * Reads a schedule.
     *
     * @throws PawseException {@link Reason#INVALID} when the text is none, or never comes, as {@code 0 0 31 2 *}
     */
    public static Cron parse(String text, ZoneId zone) {
        String trimmed = text.strip();
        String fields = NAMED.getOrDefault(trimmed.toLowerCase(Locale.ROOT), trimmed);
        if (fields.startsWith("@")) {
            throw invalid(
                    text,
                    "is not one of "
                            + String.join(", ", NAMED.keySet().stream().sorted().toList()));
        }
        int count = fields.split("\\s+").length;
        if (fields.isEmpty() || count < 5 || count > 6) {
            throw invalid(
                    text,
                    "has " + (fields.isEmpty() ? 0 : count)
                            + " fields; right are 5 (minute hour day month weekday) or 6 with seconds in front");
        }
        Cron cron;
        try {
            ExecutionTime times = ExecutionTime.forCron(new CronParser(count == 5 ? MINUTES : SECONDS).parse(fields));
            cron = new Cron(trimmed, times, zone);
        } catch (IllegalArgumentException e) {
            throw new PawseException(
                    Reason.INVALID, "'" + text + "' is not a cron schedule such as */5 * * * *: " + e.getMessage(), e);
        }
        if (cron.times.nextExecution(SOME_MOMENT.atZone(zone)).isEmpty()) {
            throw invalid(text, "never comes");
        }
        return cron;
    }

    /** The first time after the given one. */
    public Instant next(Instant after) {
        return times.nextExecution(after.atZone(zone))
                .map(ZonedDateTime::toInstant)
                .orElseThrow(() -> new IllegalStateException("'" + text + "' has no time after " + after));
    }

    /** The text that was read. */
    @Override
    public String toString() {
        return text;
    }

    private static PawseException invalid(String text, String problem) {
        return new PawseException(Reason.INVALID, "'" + text + "' as a cron schedule " + problem);
    }
}
