package dev.pawse.core;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The weekly hours in which an app is kept awake, e.g. {@code Mon-Fri 08:00-19:00}: it is not stopped, however idle it is.
 *
 * <p>Hours are wall-clock times of the zone, so that the change to and from summer time moves no opening hour: an hour that the
 * clock leaves out is missing from the window, one that it shows twice is in it twice. An end that is not after its start
 * is on the next day, {@code Fri 22:00-02:00} ends on Saturday.
 *
 * @param windows open when one of them is
 * @param zone where the hours are told
 */
public record Schedule(List<Window> windows, ZoneId zone) {
    private static final Schedule NEVER = new Schedule(List.of(), ZoneId.of("UTC"));
    private static final Pattern WINDOW = Pattern.compile(
            "(?:(?<days>[A-Za-z*][A-Za-z,\\s-]*?|\\*)\\s+)?(?<from>\\d{1,2}:\\d{2})\\s*-\\s*(?<to>\\d{1,2}:\\d{2})(?:\\s+(?<zone>\\S+))?");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    public Schedule {
        windows = List.copyOf(windows);
    }

    /**
     * Some hours on some days.
     *
     * @param days the days on which it opens
     * @param from its first minute
     * @param to the minute after its last; midnight is the end of the day
     */
    public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
        public Window {
            days = Set.copyOf(days);
        }

        boolean isOpen(DayOfWeek day, LocalTime time) {
            boolean overnight = !to.isAfter(from);
            if (days.contains(day) && !time.isBefore(from) && (overnight || time.isBefore(to))) {
                return true;
            }
            return overnight && days.contains(day.minus(1)) && time.isBefore(to);
        }
    }

    /** Never open. */
    public static Schedule never() {
        return NEVER;
    }

    /**
     * Reads windows such as {@code Mon-Fri 08:00-19:00}, {@code Sat,Sun 10:00-16:00} or {@code 22:00-02:00}, each with a zone behind
     * it if it likes.
     *
     * @param zone where the hours are told when no window says so
     * @throws PawseException {@link Reason#INVALID} when a text is not a window, or two name different zones
     */
    public static Schedule parse(List<String> texts, ZoneId zone) {
        List<Window> windows = new ArrayList<>();
        Set<ZoneId> zones = new LinkedHashSet<>();
        for (String text : texts) {
            Matcher matcher = WINDOW.matcher(text.strip());
            if (!matcher.matches()) {
                throw invalid(text, "is not a window such as Mon-Fri 08:00-19:00");
            }
            windows.add(new Window(
                    days(text, matcher.group("days")),
                    time(text, matcher.group("from")),
                    time(text, matcher.group("to"))));
            if (matcher.group("zone") != null) {
                zones.add(zone(matcher.group("zone")));
            }
        }
        if (zones.size() > 1) {
            throw new PawseException(Reason.INVALID, "a schedule has one zone, not " + zones);
        }
        return new Schedule(windows, zones.isEmpty() ? zone : zones.iterator().next());
    }

    /**
     * Reads a zone.
     *
     * @throws PawseException {@link Reason#INVALID} when there is none of that name
     */
    public static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new PawseException(
                    Reason.INVALID,
                    "'" + text + "' is not a time zone such as Europe/Paris"
                            + NearestWord.hint(text, ZoneId.getAvailableZoneIds()),
                    e);
        }
    }

    /** Whether the app is to be kept awake at that moment. */
    public boolean keepsAwake(Instant moment) {
        if (windows.isEmpty()) {
            return false;
        }
        ZonedDateTime local = moment.atZone(zone);
        return windows.stream().anyMatch(window -> window.isOpen(local.getDayOfWeek(), local.toLocalTime()));
    }

    private static LocalTime time(String text, String time) {
        String padded = time.length() == 4 ? "0" + time : time;
        if (padded.equals("24:00")) {
            return LocalTime.MIDNIGHT;
        }
        try {
            return LocalTime.parse(padded);
        } catch (DateTimeException e) {
            throw new PawseException(
                    Reason.INVALID, "'" + text + "': '" + time + "' is not a time from 00:00 to 24:00", e);
        }
    }

    private static Set<DayOfWeek> days(String text, @Nullable String days) {
        if (days == null || days.equals("*") || days.equalsIgnoreCase("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> found = EnumSet.noneOf(DayOfWeek.class);
        for (String part : days.split(",", -1)) {
            String[] ends = part.strip().split("\\s*-\\s*", -1);
            DayOfWeek first = day(text, ends[0]);
            DayOfWeek last = ends.length == 1 ? first : day(text, ends[ends.length - 1]);
            if (ends.length > 2) {
                throw invalid(text, "has a range of days with more than two ends");
            }
            for (DayOfWeek day = first; day != last; day = day.plus(1)) {
                found.add(day);
            }
            found.add(last);
        }
        return found;
    }

    private static DayOfWeek day(String text, String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (lower.equals(DAYS.get(day.getValue() - 1))
                    || lower.equals(day.name().toLowerCase(Locale.ROOT))) {
                return day;
            }
        }
        throw invalid(
                text,
                "has the day '" + word + "', which is not one of " + String.join(", ", DAYS)
                        + NearestWord.hint(lower, DAYS));
    }

    private static PawseException invalid(String text, String problem) {
        return new PawseException(Reason.INVALID, "'" + text + "' as a schedule " + problem);
    }
}
