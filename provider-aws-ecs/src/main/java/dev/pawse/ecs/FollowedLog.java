package dev.pawse.ecs;

import dev.pawse.http.Pauses;
import dev.pawse.http.ReadAhead;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.capability.Logs.LogGap;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.Query;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log that is followed: by Live Tail, whose sessions are opened again when they end, and what was written between two of them is
 * searched for; or, where Live Tail is not to be had, by searching once a second. Lines that were told are not told again. Used by one
 * thread.
 */
final class FollowedLog {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedLog.class);
    /** Events come to the log seconds after they were written. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final int MAX_FAILURES = 6;

    private final LogSearch search;
    private final LiveTails tails;
    private final Query query;
    private final Clock clock;
    private final SeenEvents seen = new SeenEvents();
    private Instant last;
    private int failures;

    /** @param told what was told before following begins, the oldest first */
    FollowedLog(LogSearch search, LiveTails tails, Query query, Clock clock, List<LoggedEvent> told) {
        this.search = search;
        this.tails = tails;
        this.query = query;
        this.clock = clock;
        told.forEach(seen::isNewInSearch);
        last = told.isEmpty()
                ? clock.instant()
                : Instant.ofEpochMilli(told.get(told.size() - 1).timestamp());
    }

    /** Goes on until the log is closed or its end has come. */
    void follow(ReadAhead log) throws InterruptedException {
        boolean live = true;
        while (!log.isClosed() && !isOver()) {
            try {
                live = live && session(log);
                if (!live) {
                    fill(log);
                    failures = 0;
                    Pauses.pause(clock, POLL);
                }
            } catch (PawseException e) {
                if (log.isClosed() || !isPassing(e) || failures++ >= MAX_FAILURES) {
                    throw e;
                }
                pause(log);
            } catch (IOException e) {
                failures++;
                pause(log);
            }
        }
    }

    /**
     * One session, until AWS ends it, which is no failure.
     *
     * @return whether Live Tail is to be had
     */
    private boolean session(ReadAhead log) throws IOException, InterruptedException {
        try (LiveTailSession session = tails.open(search.group(), search.prefix(), search.filter())) {
            log.reading(session::close);
            LiveTailSession.Update update = session.next();
            if (update == null) {
                throw new IOException("the session did not begin");
            }
            fill(log);
            while (update != null && !log.isClosed() && !isOver()) {
                failures = 0;
                tell(log, update);
                update = session.next();
            }
            return true;
        } catch (LiveTails.Refused e) {
            LOG.debug("following {} by searching: {}", search.group(), e.getMessage());
            return false;
        }
    }

    private void tell(ReadAhead log, LiveTailSession.Update update) throws InterruptedException {
        for (LoggedEvent event : update.events()) {
            if (seen.isNewInSession(event)) {
                tell(log, event);
            }
        }
        if (update.sampled()) {
            log.put(new LogGap(clock.instant(), -1, "sampled"));
        }
    }

    /** Tells what a search finds that was not told. */
    private void fill(ReadAhead log) throws InterruptedException {
        List<LoggedEvent> found = new ArrayList<>();
        seen.searchBegins();
        search.read(last.minus(OVERLAP), query.until(), event -> {
            if (seen.isNewInSearch(event)) {
                found.add(event);
            }
        });
        for (LoggedEvent event : found) {
            tell(log, event);
        }
    }

    private void tell(ReadAhead log, LoggedEvent event) throws InterruptedException {
        last(event);
        for (LogLine line : event.lines(search.app())) {
            if (isWanted(line, query)) {
                log.put(line);
            }
        }
    }

    static boolean isWanted(LogLine line, Query query) {
        return query.wantsProcess(line.process())
                && (query.since() == null || !line.at().isBefore(query.since()))
                && (query.until() == null || !line.at().isAfter(query.until()));
    }

    private void last(LoggedEvent event) {
        Instant at = Instant.ofEpochMilli(event.timestamp());
        last = at.isAfter(last) && !at.isAfter(clock.instant()) ? at : last;
    }

    private static boolean isPassing(PawseException e) {
        return switch (e.reason()) {
            case UNAVAILABLE, RATE_LIMITED, TIMEOUT -> true;
            default -> false;
        };
    }

    private void pause(ReadAhead log) {
        if (!log.isClosed() && failures > 0) {
            Pauses.pause(clock, FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 5)));
        }
    }

    private boolean isOver() {
        @Nullable Instant until = query.until();
        return until != null && clock.instant().isAfter(until.plus(OVERLAP));
    }
}
