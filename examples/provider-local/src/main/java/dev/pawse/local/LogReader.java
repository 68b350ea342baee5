package dev.pawse.local;

import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogGap;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.spi.capability.Logs.Query;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An open log: what the files hold, filtered, and then what is added to them. */
final class LogReader implements LogStream {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final LogTail tail;
    private final Query query;
    private final Clock clock;
    private final Deque<LogEntry> ready = new ArrayDeque<>();
    private boolean following;
    private boolean closed;

    private LogReader(Path path, Query query, Clock clock) {
        this.tail = new LogTail(path, this::take, this::lost);
        this.query = query;
        this.clock = clock;
    }

    static LogReader open(Path path, Query query, Clock clock) {
        LogReader reader = new LogReader(path, query, clock);
        synchronized (reader) {
            reader.tail.readPast();
            reader.following = true;
            if (!query.follow()) {
                reader.tail.close();
            }
        }
        return reader;
    }

    @Override
    public synchronized Optional<LogEntry> next(Duration wait) {
        long start = System.nanoTime();
        while (true) {
            if (ready.isEmpty() && !ended()) {
                tail.readOn();
            }
            LogEntry entry = ready.poll();
            long left = wait.toNanos() - (System.nanoTime() - start);
            if (entry != null || ended() || left <= 0) {
                return Optional.ofNullable(entry);
            }
            if (!pause(Math.min(left, LOOK_AGAIN.toNanos()))) {
                return Optional.empty();
            }
        }
    }

    @Override
    public synchronized boolean ended() {
        return ready.isEmpty() && (closed || !query.follow() || isPast());
    }

    @Override
    public synchronized void close() {
        closed = true;
        ready.clear();
        tail.close();
        notifyAll();
    }

    private void take(String text) {
        Optional<LogLine> line = LogFile.parse(text);
        if (line.isEmpty() || !isWanted(line.get())) {
            return;
        }
        if (!following && ready.size() == query.limit()) {
            ready.remove();
        }
        ready.add(line.get());
    }

    private void lost() {
        ready.add(new LogGap(clock.instant(), -1, "limit"));
    }

    private boolean isWanted(LogLine line) {
        Instant since = query.since();
        Instant until = query.until();
        return query.wantsProcess(line.process())
                && (since == null || !line.at().isBefore(since))
                && (until == null || !line.at().isAfter(until));
    }

    private boolean isPast() {
        Instant until = query.until();
        return until != null && clock.instant().isAfter(until);
    }

    private boolean pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(1)));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
