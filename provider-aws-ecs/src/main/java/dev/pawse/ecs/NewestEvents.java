package dev.pawse.ecs;

import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogGap;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest lines of a log, as many as were asked for. CloudWatch tells the oldest first: without a beginning it is searched in windows
 * that go further and further back until there are enough. Holds no more than was asked for. Used by one thread.
 */
final class NewestEvents {
    /** How far back each window reaches; the last is the whole log. */
    private static final List<Duration> WINDOWS = List.of(
            Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1), Duration.ofDays(7));

    /** What a follower may read again, however little was asked for. */
    private static final int RECENT = 20_000;

    private final LogSearch search;
    private final Query query;
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private final Deque<LoggedEvent> recent = new ArrayDeque<>();
    private long dropped;

    private NewestEvents(LogSearch search, Query query) {
        this.search = search;
        this.query = query;
    }

    static NewestEvents read(LogSearch search, Query query, Instant now) {
        NewestEvents newest = new NewestEvents(search, query);
        if (query.since() != null) {
            newest.window(query.since(), query.until());
            return newest;
        }
        Instant end = query.until() == null ? now : query.until();
        for (Duration window : WINDOWS) {
            newest.restart();
            newest.window(end.minus(window), query.until());
            if (newest.lines.size() >= query.limit()) {
                return newest;
            }
        }
        newest.restart();
        newest.window(null, query.until());
        return newest;
    }

    /** The lines, the oldest first; before them how many there would have been where a time was asked for and they were too many. */
    List<LogEntry> entries() {
        List<LogEntry> entries = new ArrayList<>();
        if (dropped > 0 && query.since() != null && !lines.isEmpty()) {
            entries.add(new LogGap(lines.getFirst().at(), dropped, "limit"));
        }
        entries.addAll(lines);
        return entries;
    }

    /** The newest events, told or not, which a follower must not tell again. */
    List<LoggedEvent> told() {
        return List.copyOf(recent);
    }

    private void restart() {
        lines.clear();
        recent.clear();
        dropped = 0;
    }

    private void window(@Nullable Instant from, @Nullable Instant to) {
        search.read(from, to, event -> {
            recent.addLast(event);
            if (recent.size() > RECENT) {
                recent.removeFirst();
            }
            for (LogLine line : event.lines(search.app())) {
                if (FollowedLog.isWanted(line, query)) {
                    lines.addLast(line);
                    if (lines.size() > query.limit()) {
                        lines.removeFirst();
                        dropped++;
                    }
                }
            }
        });
    }
}
