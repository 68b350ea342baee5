package dev.pawse.http;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.capability.Logs.LogGap;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.spi.capability.Logs.Query;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An app's log over a network: what is there first, cut to what was asked for, and then what comes. A thread of its own reads ahead by
 * a bounded number of lines. A connection that breaks is opened again, lines that come twice are told once, and a {@link LogGap} says
 * where some may be missing.
 */
public final class LogTail {
    private static final int KNOWN = 5_000;
    private static final int MAX_FAILURES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final LogSource source;
    private final Query query;
    private final Clock clock;
    private final List<LogLine> first;
    private final Set<LogLine> known = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LogLine, Boolean> eldest) {
            return size() > KNOWN;
        }
    });
    private @Nullable Instant last;

    private LogTail(LogSource source, Query query, Clock clock, List<LogLine> recent) {
        this.source = source;
        this.query = query;
        this.clock = clock;
        List<LogLine> wanted = recent.stream().filter(this::isWanted).toList();
        first = wanted.subList(Math.max(0, wanted.size() - query.limit()), wanted.size());
        known.addAll(recent);
        last = recent.isEmpty() ? null : recent.get(recent.size() - 1).at();
    }

    /**
     * Opens a log: reads what is there, so that an app that does not exist fails here, and then goes on by itself.
     *
     * @param clock what the pauses between two connections go by
     */
    public static LogStream open(LogSource source, Query query, Clock clock) {
        return ReadAhead.start("pawse-log-tail", new LogTail(source, query, clock, source.recent())::read);
    }

    private void read(ReadAhead log) throws InterruptedException {
        for (LogLine line : first) {
            log.put(line);
        }
        if (query.follow()) {
            follow(log);
        }
    }

    private void follow(ReadAhead log) throws InterruptedException {
        boolean again = false;
        int failures = 0;
        while (!log.isClosed() && !isOver()) {
            try (LogFeed open = source.live(last)) {
                log.reading(open::close);
                boolean heard = copy(open, again, log);
                failures = heard ? 0 : failures + 1;
            } catch (PawseException e) {
                if (failures++ >= MAX_FAILURES || !isPassing(e)) {
                    throw e;
                }
            }
            again = true;
            if (!log.isClosed() && failures > 0) {
                Pauses.pause(clock, FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 5)));
            }
        }
    }

    /** Whether a line came before the connection ended. */
    private boolean copy(LogFeed open, boolean again, ReadAhead log) throws InterruptedException {
        boolean mayBeMissing = again;
        boolean replayed = true;
        boolean heard = false;
        while (!log.isClosed()) {
            LogLine line;
            try {
                line = open.next();
            } catch (IOException e) {
                return heard;
            }
            if (line == null) {
                return heard;
            }
            heard = true;
            if (replayed && known.contains(line)) {
                mayBeMissing = false;
                continue;
            }
            // What comes after the first new line is no repetition, however much it looks like an older line.
            replayed = false;
            known.add(line);
            if (mayBeMissing) {
                log.put(new LogGap(line.at(), -1, "reconnect"));
                mayBeMissing = false;
            }
            last = line.at();
            if (isWanted(line)) {
                log.put(line);
            }
        }
        return heard;
    }

    private boolean isWanted(LogLine line) {
        return query.wantsProcess(line.process())
                && (query.since() == null || !line.at().isBefore(query.since()))
                && (query.until() == null || !line.at().isAfter(query.until()));
    }

    private boolean isOver() {
        return source.isOver() || (query.until() != null && clock.instant().isAfter(query.until()));
    }

    private static boolean isPassing(PawseException failure) {
        return switch (failure.reason()) {
            case UNAVAILABLE, RATE_LIMITED, TIMEOUT -> true;
            default -> false;
        };
    }
}
