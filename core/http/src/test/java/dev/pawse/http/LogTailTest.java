package dev.pawse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogGap;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.spi.capability.Logs.Query;
import dev.pawse.testkit.FastClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LogTailTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final FastClock clock = new FastClock(1_000);
    private final List<LogLine> recent = new ArrayList<>();
    private final Queue<Object> connections = new ArrayDeque<>();
    private final LogSource source = new LogSource() {
        @Override
        public List<LogLine> recent() {
            return recent;
        }

        @Override
        public LogFeed live(@Nullable Instant after) {
            synchronized (connections) {
                Object next = connections.poll();
                if (next instanceof PawseException failure) {
                    throw failure;
                }
                return next == null ? new Feed() : (Feed) next;
            }
        }
    };

    /** A connection that tells what it is given, and then breaks or waits. */
    private static final class Feed implements LogFeed {
        private final Deque<LogLine> lines = new ArrayDeque<>();
        private final BlockingQueue<String> end = new LinkedBlockingQueue<>();
        private boolean breaks;

        static Feed of(int... numbers) {
            Feed feed = new Feed();
            IntStream.of(numbers).forEach(number -> feed.lines.add(line(number)));
            return feed;
        }

        Feed thenBreaks() {
            breaks = true;
            return this;
        }

        @Override
        public @Nullable LogLine next() throws IOException {
            if (!lines.isEmpty()) {
                return lines.poll();
            }
            if (breaks) {
                throw new IOException("broken on purpose");
            }
            try {
                end.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }

        @Override
        public void close() {
            end.add("closed");
        }
    }

    @Test
    void theNewestLinesComeAndThenTheEnd() {
        have(1, 2, 3, 4);

        try (LogStream tail = LogTail.open(source, Query.recent(2), clock)) {
            assertThat(read(tail, 2)).containsExactly(line(3), line(4));
            assertThat(tail.next(Duration.ofSeconds(30))).isEmpty();
            assertThat(tail.ended()).isTrue();
        }
    }

    @Test
    void whatWasReadAlreadyIsNotReadAgainWhenTheConnectionRepeatsIt() {
        have(1, 2, 3);
        connect(Feed.of(2, 3, 4));

        try (LogStream tail = LogTail.open(source, Query.follow(2), clock)) {
            assertThat(read(tail, 3)).containsExactly(line(2), line(3), line(4));
        }
    }

    @Test
    void equalLinesThatAreNoRepetitionAreAllRead() {
        have(1);
        connect(Feed.of(2, 2, 2));

        try (LogStream tail = LogTail.open(source, Query.follow(1), clock)) {
            assertThat(read(tail, 4)).containsExactly(line(1), line(2), line(2), line(2));
        }
    }

    @Test
    void aConnectionThatBreaksIsOpenedAgainAndAnOverlapShowsThatNothingIsMissing() {
        connect(Feed.of(1, 2).thenBreaks());
        connect(Feed.of(1, 2, 3));

        try (LogStream tail = LogTail.open(source, Query.follow(10), clock)) {
            assertThat(read(tail, 3)).containsExactly(line(1), line(2), line(3));
        }
    }

    @Test
    void whereLinesMayBeMissingAGapSaysSo() {
        connect(Feed.of(1, 2).thenBreaks());
        connect(Feed.of(7, 8));

        try (LogStream tail = LogTail.open(source, Query.follow(10), clock)) {
            assertThat(read(tail, 5))
                    .containsExactly(line(1), line(2), new LogGap(line(7).at(), -1, "reconnect"), line(7), line(8));
        }
    }

    @Test
    void aPassingFailureIsSurvivedAndAnotherIsToldOnce() {
        connect(Feed.of(1).thenBreaks());
        connect(new PawseException(Reason.UNAVAILABLE, "not now"));
        connect(Feed.of(1, 2).thenBreaks());
        connect(new PawseException(Reason.FORBIDDEN, "no more"));

        try (LogStream tail = LogTail.open(source, Query.follow(10), clock)) {
            assertThat(read(tail, 2)).containsExactly(line(1), line(2));
            assertThatThrownBy(() -> tail.next(Duration.ofSeconds(10))).hasMessage("no more");
            assertThat(tail.next(Duration.ofSeconds(1))).isEmpty();
            assertThat(tail.ended()).isTrue();
        }
    }

    @Test
    void aPlatformThatIsGoneForGoodIsTold() {
        for (int i = 0; i < 10; i++) {
            connect(new PawseException(Reason.UNAVAILABLE, "gone"));
        }

        try (LogStream tail = LogTail.open(source, Query.follow(10), clock)) {
            assertThatThrownBy(() -> tail.next(Duration.ofSeconds(15))).hasMessage("gone");
        }
    }

    @Test
    void linesOfOthersAndOfOtherTimesAreLeftOut() {
        have(1, 2, 3, 4, 5);
        recent.add(new LogLine(line(4).at(), "worker.1", "app", "other"));

        try (LogStream tail = LogTail.open(source, new Query(line(2).at(), line(4).at(), 10, "web", false), clock)) {
            assertThat(read(tail, 3)).containsExactly(line(2), line(3), line(4));
            assertThat(tail.next(Duration.ofSeconds(30))).isEmpty();
        }
    }

    private static LogLine line(int number) {
        return new LogLine(START.plusSeconds(number), "web.1", "app", "line " + number);
    }

    private void have(int... numbers) {
        IntStream.of(numbers).forEach(number -> recent.add(line(number)));
    }

    private void connect(Object next) {
        connections.add(next);
    }

    private static List<LogEntry> read(LogStream tail, int count) {
        List<LogEntry> entries = new ArrayList<>();
        while (entries.size() < count) {
            tail.next(Duration.ofSeconds(10)).ifPresent(entries::add);
            if (tail.ended()) {
                break;
            }
        }
        return entries;
    }
}
