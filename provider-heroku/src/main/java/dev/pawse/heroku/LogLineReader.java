package dev.pawse.heroku;

import dev.pawse.spi.capability.Logs.LogLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads Heroku's log lines: {@code 2026-01-03T00:00:00.123456+00:00 app[web.1]: hello}. Read by one thread: a line of another shape
 * belongs to the one before it.
 */
final class LogLineReader {
    private static final Pattern LINE = Pattern.compile("(\\S+) ([\\w-]+)\\[([^\\]]*)\\]: ?(.*)", Pattern.DOTALL);

    private @Nullable LogLine last;

    /** The line; empty for one of another shape before there is any. */
    Optional<LogLine> read(String text) {
        LogLine line = parse(text);
        if (line != null) {
            last = line;
        } else if (last != null) {
            line = new LogLine(last.at(), last.process(), last.source(), text);
        }
        return Optional.ofNullable(line);
    }

    private static @Nullable LogLine parse(String text) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            return null;
        }
        try {
            Instant at = OffsetDateTime.parse(line.group(1)).toInstant();
            return new LogLine(at, line.group(3), source(line.group(2), line.group(3)), line.group(4));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** What the API itself tells, e.g. of a release, comes in the app's name. */
    private static String source(String source, String process) {
        if (source.equals("heroku")) {
            return process.equals("router") ? "router" : "platform";
        }
        return process.equals("api") ? "platform" : "app";
    }
}
