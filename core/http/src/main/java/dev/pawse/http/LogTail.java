package dev.pawse.http;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.capability.Logs.LogEntry;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An app's log over a network: what is there first, cut to what was asked for, and then what comes. A thread of its own reads ahead by
 * a bounded number of lines. A connection that breaks is opened again, lines that come twice are told once, and a {@link LogGap} says
 * where some may be missing.
 */
public final class LogTail implements LogStream {
    private static final int AHEAD = 2_000;
    private static final int KNOWN = 5_000;
    private static final int MAX_FAILURES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final LogSource source;
    private final Query query;
    private final Clock clock;
    private final List<LogLine> first;
    private final BlockingQueue<LogEntry> ready = new ArrayBlockingQueue<>(AHEAD);
    private final Set<LogLine> known = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LogLine, Boolean> eldest) {
            return size() > KNOWN;
        }
    });
    private final Thread reader = new Thread(this::read, "pawse-log-tail");
    private @Nullable Instant last;
    private volatile @Nullable LogFeed feed;
    private volatile @Nullable PawseException failure;
    private volatile boolean finished;
    private volatile boolean closed;

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
    public static LogTail open(LogSource source, Query query, Clock clock) {
        LogTail tail = new LogTail(source, query, clock, source.recent());
        tail.reader.setDaemon(true);
        tail.reader.start();
        return tail;
    }

    @Override
    public Optional<LogEntry> next(Duration wait) {
        LogEntry entry = ready.poll();
        try {
            long end = System.nanoTime() + wait.toNanos();
            while (entry == null && !isOut() && System.nanoTime() < end) {
                // In slices, because the end of the log wakes nobody up.
                entry = ready.poll(Math.min(20_000_000, Math.max(1, end - System.nanoTime())), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        PawseException broken = failure;
        if (entry == null && broken != null && ready.isEmpty()) {
            failure = null;
            throw broken;
        }
        return Optional.ofNullable(entry);
    }

    @Override
    public boolean ended() {
        return closed || (finished && ready.isEmpty() && failure == null);
    }

    @Override
    public void close() {
        closed = true;
        LogFeed open = feed;
        if (open != null) {
            open.close();
        }
        ready.clear();
        reader.interrupt();
    }

    private void read() {
        try {
            for (LogLine line : first) {
                ready.put(line);
            }
            if (query.follow()) {
                follow();
            }
        } catch (InterruptedException e) {
            // Closed: nobody reads on.
        } catch (PawseException e) {
            failure = closed ? null : e;
        } finally {
            finished = true;
        }
    }

    private void follow() throws InterruptedException {
        boolean again = false;
        int failures = 0;
        while (!closed && !isOver()) {
            try (LogFeed open = source.live(last)) {
                feed = open;
                if (closed) {
                    return;
                }
                boolean heard = copy(open, again);
                failures = heard ? 0 : failures + 1;
            } catch (PawseException e) {
                if (failures++ >= MAX_FAILURES || !isPassing(e)) {
                    throw e;
                }
            }
            again = true;
            if (!closed && failures > 0) {
                Pauses.pause(clock, FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 5)));
            }
        }
    }

    /** Whether a line came before the connection ended. */
    private boolean copy(LogFeed open, boolean again) throws InterruptedException {
        boolean mayBeMissing = again;
        boolean replayed = true;
        boolean heard = false;
        while (!closed) {
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
                ready.put(new LogGap(line.at(), -1, "reconnect"));
                mayBeMissing = false;
            }
            last = line.at();
            if (isWanted(line)) {
                ready.put(line);
            }
        }
        return heard;
    }

    /** Whether there is nothing to wait for: the end, or a failure to tell. */
    private boolean isOut() {
        return ended() || (finished && ready.isEmpty());
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
