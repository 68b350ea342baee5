package dev.pawse.scalingo;

import dev.pawse.spi.capability.Logs.LogLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads log lines such as {@code 2026-01-03 00:00:00.123456789 +0000 UTC [web-1] text} (developers.scalingo.com, "Logs"). A line of
 * another form belongs to the one before it.
 */
final class LogText {
    private static final Pattern LINE = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})? [+-]\\d{4})(?: [A-Za-z0-9+-]+)? \\[([^\\]]*)\\] ?(.*)");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss XX", Locale.ROOT);
    private static final Pattern NUMBERED = Pattern.compile(".*-\\d+");

    private LogText() {}

    static List<LogLine> parse(String text) {
        List<LogLine> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                String source = matcher.group(2);
                lines.add(
                        new LogLine(time(matcher.group(1)), ProcessName.ours(source), kind(source), matcher.group(3)));
            } else if (!lines.isEmpty()) {
                LogLine before = lines.get(lines.size() - 1);
                lines.add(new LogLine(before.at(), before.process(), before.source(), line));
            }
        }
        return lines;
    }

    /** The fraction has nine digits or fewer, and its zeros at the end may be left out. */
    private static Instant time(String text) {
        int dot = text.indexOf('.');
        try {
            if (dot < 0) {
                return OffsetDateTime.parse(text, TIME).toInstant();
            }
            int end = text.indexOf(' ', dot);
            String digits = (text.substring(dot + 1, end) + "000000000").substring(0, 9);
            return OffsetDateTime.parse(text.substring(0, dot) + text.substring(end), TIME)
                    .toInstant()
                    .plusNanos(Long.parseLong(digits));
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private static String kind(String source) {
        if (source.equals("router")) {
            return "router";
        }
        return NUMBERED.matcher(source).matches() ? "app" : "platform";
    }
}
