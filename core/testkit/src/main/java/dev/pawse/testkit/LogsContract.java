package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.spi.capability.Logs.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What every provider does that reads logs. Other lines than those that {@link #writeLog} writes may be in the log; lines may
 * come late.
 */
public interface LogsContract extends ProviderContract {
    /**
     * Makes a running process of an app write a line. The contract has it running with {@link Cloud#formation()} before.
     *
     * @param processType which of its types writes
     */
    void writeLog(AppId app, String processType, String line);

    @Test
    default void whatAnAppWritesIsRead() {
        write("hello from the app, ünïcødé ✓");

        LogLine line = awaitLines("hello from").get(0);

        assertThat(line.message()).isEqualTo("hello from the app, ünïcødé ✓");
        assertThat(line.process()).startsWith(type());
        assertThat(line.source()).isNotBlank();
        assertThat(line.at()).isNotNull();
    }

    @Test
    default void linesComeOldestFirst() {
        write("line 1", "line 2", "line 3");

        assertThat(awaitLines("line ", 3)).extracting(LogLine::message).containsExactly("line 1", "line 2", "line 3");
        assertThat(read(Query.recent(100))).extracting(LogLine::at).isSortedAccordingTo(Comparator.naturalOrder());
    }

    @Test
    default void aLimitKeepsTheNewestLines() {
        write("line 1", "line 2", "line 3", "line 4");
        awaitLines("line ", 4);

        List<LogLine> all = read(Query.recent(100));
        List<LogLine> newest = read(Query.recent(2));

        assertThat(newest).hasSize(2).isEqualTo(all.subList(all.size() - 2, all.size()));
    }

    @Test
    default void linesOfOneTypeAreReadAlone() {
        run();
        List<String> types = Formations.running(cloud().formation());
        for (String type : types) {
            writeLog(app(), type, "line of " + type);
        }
        awaitLines("line of ", types.size());

        List<LogLine> found = read(new Query(null, null, 100, types.get(0), false));

        assertThat(found).extracting(LogLine::message).contains("line of " + types.get(0));
        assertThat(found).allMatch(line -> line.process().startsWith(types.get(0)));
    }

    @Test
    default void linesOfOneProcessAreReadAlone() {
        write("line 1");
        String process = awaitLines("line 1").get(0).process();

        List<LogLine> found = read(new Query(null, null, 100, process, false));

        assertThat(found).extracting(LogLine::message).contains("line 1");
        assertThat(found).allMatch(line -> line.process().equals(process));
    }

    @Test
    default void olderLinesAreLeftOut() {
        write("line 1");
        awaitLines("line 1");
        cloud().tick();
        write("line 2");
        Instant since = awaitLines("line 2").get(0).at();

        List<LogLine> found = read(new Query(since, null, 100, null, false));

        assertThat(found).extracting(LogLine::message).contains("line 2");
        assertThat(found).noneMatch(line -> line.at().isBefore(since));
    }

    @Test
    default void youngerLinesAreLeftOut() {
        write("line 1");
        Instant until = awaitLines("line 1").get(0).at();
        cloud().tick();
        write("line 2");
        awaitLines("line 2");

        List<LogLine> found = read(new Query(null, until, 100, null, false));

        assertThat(found).extracting(LogLine::message).contains("line 1");
        assertThat(found).noneMatch(line -> line.at().isAfter(until));
    }

    @Test
    default void whatIsNotFollowedComesToAnEnd() {
        write("line 1");

        try (LogStream stream = logs().openLogs(app(), Query.recent(10))) {
            drain(stream, new ArrayList<>(), lines -> false);
            assertThat(stream.ended()).isTrue();
            assertThat(stream.next(Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    default void whatIsFollowedBeginsWithWhatIsThereAndGoesOn() {
        write("line 1");
        awaitLines("line 1");

        try (LogStream stream = logs().openLogs(app(), Query.follow(100))) {
            List<LogLine> seen = new ArrayList<>();
            drain(stream, seen, lines -> count(lines, "line ") == 1);
            write("line 2", "line 3");
            drain(stream, seen, lines -> count(lines, "line ") == 3);

            assertThat(seen)
                    .extracting(LogLine::message)
                    .filteredOn(message -> message.startsWith("line "))
                    .containsExactly("line 1", "line 2", "line 3");
            assertThat(stream.ended()).isFalse();
        }
    }

    @Test
    default void aReadWaitsNoLongerThanAsked() {
        write("line 1");

        try (LogStream stream = logs().openLogs(app(), Query.follow(1))) {
            long start = System.nanoTime();
            Eventually.holds(
                    "a read without an entry",
                    cloud().patience(),
                    () -> stream.next(Duration.ofMillis(20)).isEmpty());

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(cloud().patience());
            assertThat(stream.ended()).isFalse();
        }
    }

    @Test
    default void closingEndsAReadThatWaits() throws InterruptedException {
        write("line 1");
        LogStream stream = logs().openLogs(app(), Query.follow(10));
        Thread reader = new Thread(() -> {
            while (!stream.ended()) {
                stream.next(Duration.ofMinutes(10));
            }
        });
        reader.setDaemon(true);
        reader.start();
        awaitStill(reader);

        stream.close();

        reader.join(cloud().patience().toMillis());
        assertThat(reader.isAlive()).as("the reader still waits").isFalse();
        assertThat(stream.ended()).isTrue();
    }

    @Test
    default void closingTwiceDoesNoHarm() {
        run();
        LogStream stream = logs().openLogs(app(), Query.follow(10));

        stream.close();
        stream.close();

        assertThat(stream.next(Duration.ofMillis(1))).isEmpty();
    }

    @Test
    default void twoMayFollowAtOnce() {
        run();
        try (LogStream one = logs().openLogs(app(), Query.follow(1));
                LogStream two = logs().openLogs(app(), Query.follow(1))) {
            write("line 1");

            drain(one, new ArrayList<>(), lines -> count(lines, "line 1") == 1);
            drain(two, new ArrayList<>(), lines -> count(lines, "line 1") == 1);
        }
    }

    @Test
    default void anUnknownAppHasNoLog() {
        Fails.with(
                Reason.NOT_FOUND,
                () -> logs().openLogs(cloud().unknownApp(), Query.recent(1)).close());
    }

    private Logs logs() {
        return provider().require(Logs.class);
    }

    private AppId app() {
        return cloud().app();
    }

    private String type() {
        return Formations.running(cloud().formation()).get(0);
    }

    private void run() {
        Formation formation = cloud().formation();
        cloud().run(app(), formation);
    }

    private void write(String... lines) {
        run();
        for (String line : lines) {
            writeLog(app(), type(), line);
        }
    }

    private List<LogLine> awaitLines(String prefix) {
        return awaitLines(prefix, 1);
    }

    private List<LogLine> awaitLines(String prefix, int count) {
        cloud().eventually("lines '" + prefix + "…': " + count, () -> count(read(Query.recent(100)), prefix) >= count);
        return read(Query.recent(100)).stream()
                .filter(line -> line.message().startsWith(prefix))
                .toList();
    }

    private List<LogLine> read(Query query) {
        try (LogStream stream = logs().openLogs(app(), query)) {
            List<LogLine> lines = new ArrayList<>();
            drain(stream, lines, seen -> false);
            return lines;
        }
    }

    /** Reads until the stream has ended or enough is there. */
    private void drain(LogStream stream, List<LogLine> into, Predicate<List<LogLine>> enough) {
        Eventually.holds(
                "the end of a log, or the lines expected in it; read so far: " + into, cloud().patience(), () -> {
                    stream.next(Duration.ofMillis(100)).ifPresent(entry -> {
                        if (entry instanceof LogLine line) {
                            into.add(line);
                        }
                    });
                    return enough.test(into) || stream.ended();
                });
    }

    /** Gives a thread the time to come to its wait; one that waits in the kernel looks as if it ran. */
    private static void awaitStill(Thread thread) {
        long deadline = System.nanoTime() + Duration.ofMillis(300).toNanos();
        while (thread.getState() != Thread.State.TIMED_WAITING && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
    }

    private static long count(List<LogLine> lines, String prefix) {
        return lines.stream().filter(line -> line.message().startsWith(prefix)).count();
    }
}
