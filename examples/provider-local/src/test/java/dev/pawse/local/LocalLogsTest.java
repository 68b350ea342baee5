package dev.pawse.local;

import static dev.pawse.local.LocalFixture.DEADLINE;
import static dev.pawse.local.LocalFixture.awaitState;
import static dev.pawse.local.LocalFixture.id;
import static dev.pawse.local.LocalFixture.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppState;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogGap;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.spi.capability.Logs.Query;
import dev.pawse.testkit.Background;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalLogsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration LONG = Duration.ofHours(1);
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void theLinesOfAProcessAndOfThePlatformAreRead() {
        try (LocalFixture fixture = new LocalFixture(folder)) {
            Provider provider = fixture.open("""
                    apps:
                      shop:
                        processes:
                          worker: { command: "echo one; echo two >&2; exit 3" }
                    """, new RestartDelay(LONG, LONG, LONG));
            start(provider, "shop", "worker", 1);
            awaitState(provider, "shop", AppState.CRASHED);

            List<LogLine> lines = lines(provider.require(Logs.class).openLogs(id("shop"), Query.recent(10)));

            assertThat(lines).extracting(LogLine::process).containsOnly("worker.1");
            assertThat(lines)
                    .extracting(line -> line.source() + ": " + line.message())
                    .containsExactly(
                            "platform: Starting process with command `echo one; echo two >&2; exit 3`",
                            "app: one",
                            "app: two",
                            "platform: Process exited with status 3; it starts again in 1h");
        }
    }

    @Test
    void anotherPawseFollowsWhatIsWritten() {
        try (LocalFixture fixture = new LocalFixture(folder)) {
            Provider provider = fixture.open("""
                    apps:
                      shop:
                        processes:
                          worker: { command: "echo started; while [ ! -e go ]; do sleep 0.02; done; echo went; exec sleep 60" }
                    """);
            start(provider, "shop", "worker", 1);
            Logs other = fixture.attach().require(Logs.class);

            try (LogStream stream = other.openLogs(id("shop"), Query.follow(10))) {
                awaitMessage(stream, "started");
                create(folder.resolve("go"));
                awaitMessage(stream, "went");
                assertThat(stream.ended()).isFalse();
            }
        }
    }

    @Test
    void aLogThatNobodyWroteIsEmptyAndEnds() {
        try (LogStream stream = reader(Query.recent(10))) {
            assertThat(stream.next(Duration.ZERO)).isEmpty();
            assertThat(stream.ended()).isTrue();
        }
    }

    @Test
    void onlyTheNewestLinesThatAreAskedForCome() {
        try (LogFile log = new LogFile(log(), CLOCK)) {
            log.append("web.1", "app", "one");
            log.append("worker.1", "app", "two");
            log.append("web.1", "app", "three");
            log.append("web.2", "app", "four");
        }

        assertThat(messages(Query.recent(2))).containsExactly("three", "four");
        assertThat(messages(new Query(null, null, 9, "web", false))).containsExactly("one", "three", "four");
        assertThat(messages(new Query(null, null, 9, "web.2", false))).containsExactly("four");
        assertThat(messages(new Query(NOON, NOON, 9, null, false))).hasSize(4);
        assertThat(messages(new Query(NOON.plusMillis(1), null, 9, null, false)))
                .isEmpty();
        assertThat(messages(new Query(null, NOON.minusMillis(1), 9, null, false)))
                .isEmpty();
    }

    @Test
    void aFullFileGivesWayAndItsReaderGoesOnInTheNext() {
        try (LogFile log = new LogFile(log(), CLOCK, 200);
                LogStream stream = reader(Query.follow(10))) {
            List<String> read = new ArrayList<>();
            for (int number = 0; number < 20; number++) {
                log.append("web.1", "app", "line " + number);
                read.add(next(stream));
            }

            assertThat(read).hasSize(20).startsWith("line 0").endsWith("line 19");
            assertThat(LogFile.previous(log())).exists();
        }
    }

    @Test
    void whatWasThrownAwayBeforeItWasReadIsAGap() {
        try (LogFile log = new LogFile(log(), CLOCK, 200);
                LogStream stream = reader(Query.follow(10))) {
            log.append("web.1", "app", "first");
            assertThat(next(stream)).isEqualTo("first");
            for (int number = 0; number < 20; number++) {
                log.append("web.1", "app", "line " + number);
            }

            List<LogEntry> entries = new ArrayList<>();
            for (Optional<LogEntry> entry = stream.next(DEADLINE);
                    entry.isPresent();
                    entry = stream.next(Duration.ZERO)) {
                entries.add(entry.get());
            }

            assertThat(entries).filteredOn(LogGap.class::isInstance).containsExactly(new LogGap(NOON, -1, "limit"));
            assertThat(entries).last().isEqualTo(new LogLine(NOON, "web.1", "app", "line 19"));
        }
    }

    @Test
    void closingEndsAReadThatWaits() throws Exception {
        LogStream stream = reader(Query.follow(10));
        CompletableFuture<Optional<LogEntry>> read = Background.call(() -> stream.next(DEADLINE));

        stream.close();

        assertThat(read.get(DEADLINE.toSeconds() - 5, TimeUnit.SECONDS)).isEmpty();
        assertThat(stream.ended()).isTrue();
    }

    @Test
    void aVeryLongLineIsCutBetweenCharacters() {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(4, lines::add);

        byte[] bytes = "abcé\r\n€€x\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        splitter.accept(bytes, bytes.length);

        assertThat(lines).containsExactly("abcé", "", "€€", "x");
    }

    private Path log() {
        return folder.resolve("logs").resolve("shop.log");
    }

    private LogStream reader(Query query) {
        return LogReader.open(log(), query, CLOCK);
    }

    private List<String> messages(Query query) {
        return lines(reader(query)).stream().map(LogLine::message).toList();
    }

    private static List<LogLine> lines(LogStream stream) {
        List<LogLine> lines = new ArrayList<>();
        try (stream) {
            while (!stream.ended()) {
                stream.next(Duration.ZERO).ifPresent(entry -> lines.add((LogLine) entry));
            }
        }
        return lines;
    }

    private static String next(LogStream stream) {
        return ((LogLine) stream.next(DEADLINE).orElseThrow()).message();
    }

    private static void awaitMessage(LogStream stream, String message) {
        String read;
        do {
            read = next(stream);
        } while (!read.equals(message));
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
