package dev.pawse.cli.command;

import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Text;
import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogGap;
import dev.pawse.spi.capability.Logs.LogLine;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the entries of a log one after the other, each to be seen at once. */
final class LogPrinter {
    private final Session session;
    private final Function<LogLine, String> text;
    private int printed;

    private LogPrinter(Session session, Function<LogLine, String> text) {
        this.session = session;
        this.text = text;
    }

    /** Of an app: when, who, what. */
    static LogPrinter ofApp(Session session, ZoneId zone) {
        DateTimeFormatter time = time("HH:mm:ss.SSS", zone);
        return new LogPrinter(session, line -> said(session, time, line.at(), line.process(), line.message()));
    }

    /** Of an app: who, what. */
    static LogPrinter withoutTimes(Session session) {
        return new LogPrinter(session, line -> said(session, line.process(), line.message()));
    }

    /** Of a build: what alone, as one process writes all. */
    static LogPrinter ofBuild(Session session) {
        return new LogPrinter(session, line -> Text.line(line.message()));
    }

    /** What alone, exactly as it was written. */
    static LogPrinter raw(Session session) {
        return new LogPrinter(session, LogLine::message);
    }

    /** How what somebody said at some time is shown. */
    static String said(Session session, DateTimeFormatter time, Instant at, String who, String what) {
        return session.out().styled(time.format(at), Style.DIM) + " " + said(session, who, what);
    }

    static DateTimeFormatter time(String pattern, ZoneId zone) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(zone);
    }

    /** How many entries were written. */
    int printed() {
        return printed;
    }

    void print(LogEntry entry) {
        printed++;
        if (entry instanceof LogLine line) {
            session.out().next(text.apply(line), json(line));
        } else if (entry instanceof LogGap gap) {
            Long count = gap.count() < 0 ? null : gap.count();
            String loss = "--- " + (count == null ? "some" : count) + " lines are missing (" + gap.reason() + ")";
            session.out()
                    .next(
                            session.out().styled(loss, Style.YELLOW),
                            Json.object("event", "dropped", "ts", gap.at(), "count", count, "reason", gap.reason()));
        }
    }

    private static String said(Session session, String who, String what) {
        return session.out().styled(Text.line(who), Style.of(who)) + "  " + Text.line(what);
    }

    private static Map<String, @Nullable Object> json(LogLine line) {
        return Json.object(
                "ts",
                line.at(),
                "ingestedAt",
                null,
                "process",
                line.process(),
                "stream",
                null,
                "source",
                line.source(),
                "message",
                line.message(),
                "level",
                null,
                "id",
                null);
    }
}
