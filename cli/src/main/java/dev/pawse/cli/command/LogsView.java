package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.cli.Watch;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse logs}: what an app has written, and with {@code --tail} what it goes on to write. */
@Command(
        description = "Shows the last five minutes, or as much as --since or --limit ask for, and ends unless --tail is"
                + " given.",
        footer = {
            "pawse logs -a shop",
            "pawse logs -a shop --tail --process web",
            "pawse logs -a shop --since 2h --grep timeout"
        })
public final class LogsView implements Action {
    private static final Duration USUAL = Duration.ofMinutes(5);
    private static final int MOST = 10_000;
    private static final Duration WAIT = Duration.ofSeconds(1);

    @Option(
            names = {"-t", "--tail", "-f", "--follow"},
            description = "Go on with what comes, until Ctrl-C or --timeout.")
    boolean follow;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The newest so many lines.")
    @Nullable
    Integer limit;

    @Option(
            names = {"-s", "--since", "--start"},
            paramLabel = "T",
            description = "From when on: 5m, 2h, 2026-09-01T12:00:00Z or '2026-09-01 12:00'.")
    @Nullable
    String since;

    @Option(names = "--until", paramLabel = "T", description = "Up to when.")
    @Nullable
    String until;

    @Option(
            names = {"--process", "--prefix"},
            paramLabel = "P",
            description = "Only this process, e.g. web.1, or this type, e.g. web.")
    @Nullable
    String process;

    @Option(names = "--source", paramLabel = "S", description = "Only what comes from app, router or platform.")
    @Nullable
    String source;

    @Option(names = "--grep", paramLabel = "RE", description = "Only lines in which this regular expression is found.")
    @Nullable
    String grep;

    @Option(
            names = "--filter",
            paramLabel = "PATTERN",
            description =
                    "Only lines that this filter of the platform chooses, on the platform; on ECS a filter pattern of"
                            + " CloudWatch.")
    @Nullable
    String filter;

    @Option(names = "--no-timestamps", description = "Leave the times out.")
    boolean noTimestamps;

    @Option(names = "--utc", description = "Times in UTC.")
    boolean utc;

    @Option(names = "--raw", description = "Nothing but the messages, exactly as they were written.")
    boolean raw;

    @Override
    public int run(Session session) {
        if (limit != null && limit < 1) {
            throw Problem.usage("--limit: " + limit + " is below 1").failure();
        }
        Pattern wanted = pattern();
        Instant now = session.world().clock().instant();
        ZoneId zone = utc ? ZoneOffset.UTC : ZoneId.systemDefault();
        Instant from =
                since != null ? Moments.parse("--since", since, now, zone) : limit != null ? null : now.minus(USUAL);
        Instant to = until == null ? null : Moments.parse("--until", until, now, zone);
        // What is left out here must not count, so that all is asked for where something will be.
        int asked = limit == null || wanted != null || source != null ? MOST : limit;
        Target target = session.targets().app();
        LogPrinter printer = printer(session, zone);
        Logs logs = target.require(Logs.class);
        if (filter != null && !logs.filtersLogs()) {
            throw new PawseException(
                    Reason.UNSUPPORTED, "this platform has no filters for logs; --grep chooses lines here");
        }
        try (Logs.LogStream log =
                logs.openLogs(target.id(), new Logs.Query(from, to, asked, process, follow, filter))) {
            if (follow) {
                // PAWSE_TIMEOUT is for waits, and this is none.
                follow(log, wanted, printer, new Watch(session, session.options().timeout));
            } else {
                show(log, wanted, printer);
            }
        }
        if (printer.printed() == 0 && !follow) {
            session.messages()
                    .info(target.id().name() + " wrote no such line"
                            + (since == null && limit == null
                                    ? " in the last 5 minutes; --since 2h looks further back."
                                    : "."));
        }
        return ExitCode.OK;
    }

    private LogPrinter printer(Session session, ZoneId zone) {
        if (raw) {
            return LogPrinter.raw(session);
        }
        return noTimestamps ? LogPrinter.withoutTimes(session) : LogPrinter.ofApp(session, zone);
    }

    private void show(Logs.LogStream log, @Nullable Pattern wanted, LogPrinter printer) {
        int most = limit == null ? MOST : limit;
        Deque<LogEntry> newest = new ArrayDeque<>();
        while (!log.ended()) {
            Optional<LogEntry> entry = log.next(WAIT);
            if (entry.isPresent() && isWanted(entry.get(), wanted)) {
                newest.addLast(entry.get());
                if (newest.size() > most) {
                    newest.removeFirst();
                }
            }
        }
        newest.forEach(printer::print);
    }

    private void follow(Logs.LogStream log, @Nullable Pattern wanted, LogPrinter printer, Watch limit) {
        while (!log.ended() && !limit.isOver()) {
            log.next(WAIT).filter(entry -> isWanted(entry, wanted)).ifPresent(printer::print);
        }
    }

    private boolean isWanted(LogEntry entry, @Nullable Pattern wanted) {
        if (!(entry instanceof LogLine line)) {
            return true;
        }
        return (source == null || line.source().equals(source))
                && (wanted == null || wanted.matcher(line.message()).find());
    }

    private @Nullable Pattern pattern() {
        if (grep == null) {
            return null;
        }
        try {
            return Pattern.compile(grep);
        } catch (PatternSyntaxException e) {
            throw Problem.usage("--grep: '" + grep + "' is not a regular expression: " + e.getDescription())
                    .failure(e);
        }
    }
}
