package dev.pawse.testkit;

import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogGap;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.spi.capability.Logs.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A log of a {@link FakeProvider}: of an app or of a build. Safe for many threads. */
public final class FakeLog {
    private final Clock clock;
    private final List<LogEntry> entries = new ArrayList<>();
    private boolean ended;

    FakeLog(Clock clock) {
        this.clock = clock;
    }

    /** A process of the app writes a line. */
    public FakeLog write(String process, String message) {
        return add(new LogLine(clock.instant(), process, "app", message));
    }

    /** The platform or its router writes a line. */
    public FakeLog write(String process, String source, String message) {
        return add(new LogLine(clock.instant(), process, source, message));
    }

    /** Lines get lost here. */
    public FakeLog lose(long count, String reason) {
        return add(new LogGap(clock.instant(), count, reason));
    }

    /** Nothing more will come: whoever follows has come to the end. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized LogStream open(Query query) {
        List<LogEntry> there =
                entries.stream().filter(entry -> wanted(entry, query)).toList();
        List<LogEntry> newest = there.subList(Math.max(0, there.size() - query.limit()), there.size());
        return new Stream(query, newest, entries.size());
    }

    private synchronized FakeLog add(LogEntry entry) {
        entries.add(entry);
        notifyAll();
        return this;
    }

    private static boolean wanted(LogEntry entry, Query query) {
        if (entry instanceof LogLine line) {
            return within(line.at(), query) && query.wantsProcess(line.process());
        }
        return entry instanceof LogGap gap && within(gap.at(), query);
    }

    private static boolean within(Instant at, Query query) {
        return (query.since() == null || !at.isBefore(query.since()))
                && (query.until() == null || !at.isAfter(query.until()));
    }

    /** First what was there, then, if it is followed, what comes after. */
    private final class Stream implements LogStream {
        private final Query query;
        private final List<LogEntry> there;
        private int readOfThere;
        private int position;
        private boolean closed;

        private Stream(Query query, List<LogEntry> there, int position) {
            this.query = query;
            this.there = there;
            this.position = position;
        }

        @Override
        public Optional<LogEntry> next(Duration wait) {
            synchronized (FakeLog.this) {
                long deadline = System.nanoTime() + wait.toNanos();
                Optional<LogEntry> next = take();
                for (long left = wait.toNanos(); next.isEmpty() && !ended() && left > 0; next = take()) {
                    await(left);
                    left = deadline - System.nanoTime();
                }
                return next;
            }
        }

        @Override
        public boolean ended() {
            synchronized (FakeLog.this) {
                boolean allRead = readOfThere == there.size() && (!query.follow() || position == entries.size());
                return closed || (allRead && (!query.follow() || ended));
            }
        }

        @Override
        public void close() {
            synchronized (FakeLog.this) {
                closed = true;
                FakeLog.this.notifyAll();
            }
        }

        private Optional<LogEntry> take() {
            if (closed) {
                return Optional.empty();
            }
            if (readOfThere < there.size()) {
                return Optional.of(there.get(readOfThere++));
            }
            while (query.follow() && position < entries.size()) {
                LogEntry entry = entries.get(position++);
                if (wanted(entry, query)) {
                    return Optional.of(entry);
                }
            }
            return Optional.empty();
        }

        private void await(long nanos) {
            try {
                FakeLog.this.wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                closed = true;
            }
        }
    }
}
