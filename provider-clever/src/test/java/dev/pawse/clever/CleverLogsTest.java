package dev.pawse.clever;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.clever.fake.FakeClever;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogGap;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.spi.capability.Logs.Query;
import dev.pawse.testkit.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CleverLogsTest {
    private static final AppId SHOP = new AppId("test", "shop");

    private final FakeClever platform = FakeClever.start();
    private final Provider provider = Setup.provider(platform, Clock.systemUTC());
    private final List<String> read = new ArrayList<>();

    CleverLogsTest() {
        platform.addApp("shop", Formation.of(Map.of("web", 2)));
        platform.heartbeat(Duration.ofMillis(100));
    }

    @AfterEach
    void close() {
        provider.close();
        platform.close();
    }

    @Test
    void aLogThatIsCutGoesOnWithoutALineLostOrTwice() {
        try (LogStream log = follow()) {
            write("one", "two", "three");
            readUntil(log, "three");
            platform.cutLogs();
            write("four", "five");
            readUntil(log, "five");
            platform.cutLogs();
            write("six");
            readUntil(log, "six");
        }
        assertThat(read).containsExactly("one", "two", "three", "four", "five", "six");
    }

    @Test
    void aLogThatIsOpenedAgainNamesTheLastLinesToThePlatform() {
        try (LogStream log = follow()) {
            write("one", "two");
            readUntil(log, "two");
            platform.cutLogs();
            write("three");
            readUntil(log, "three");
        }
        assertThat(platform.api().requests())
                .filteredOn(request -> request.header("Last-Event-ID").isPresent())
                .isNotEmpty()
                .allMatch(request -> request.header("Last-Event-ID").get().matches("\\d+-\\d+"));
    }

    @Test
    void whatThePlatformLostMeanwhileIsToldAsAGap() {
        try (LogStream log = follow()) {
            write("one", "two");
            readUntil(log, "two");
            platform.loseLog("shop");
            platform.cutLogs();
            write("four");
            readUntil(log, "four");
        }
        assertThat(read).containsExactly("one", "two", "(gap: reconnect)", "four");
    }

    @Test
    void aStreamWithoutASignOfLifeIsOpenedAgain() {
        try (LogStream log = follow()) {
            write("one");
            readUntil(log, "one");
            int opened = platform.openedLogs();
            platform.silenceLogs(true);
            Eventually.holds("the log is opened again", Duration.ofSeconds(30), () -> platform.openedLogs() > opened);
            platform.silenceLogs(false);
            write("two");
            readUntil(log, "two");
        }
        assertThat(read).containsExactly("one", "two");
    }

    @Test
    void theEndThatWasAskedForEndsTheStream() {
        write("one");
        try (LogStream log = logs().openLogs(
                        SHOP, new Query(null, Clock.systemUTC().instant().plusMillis(700), 10, null, true))) {
            Eventually.holds("the end of the log", Duration.ofSeconds(30), () -> {
                log.next(Duration.ofMillis(20)).ifPresent(this::note);
                return log.ended();
            });
        }
        assertThat(read).contains("one");
    }

    @Test
    void anAppThatNeverWroteHasAnEmptyLog() {
        platform.addApp("mute", Formation.of(Map.of("web", 0)));

        try (LogStream log = logs().openLogs(new AppId("test", "mute"), Query.recent(10))) {
            Eventually.holds(
                    "the end of the log",
                    Duration.ofSeconds(30),
                    () -> log.next(Duration.ofMillis(20)).isEmpty() && log.ended());
        }
    }

    @Test
    void linesOfADeploymentAreThePlatforms() {
        String deployment = platform.beginDeployment("shop");
        platform.writeDeploymentLog("shop", deployment, "building");

        try (LogStream log = logs().openLogs(SHOP, Query.recent(1))) {
            assertThat(log.next(Duration.ofSeconds(10)))
                    .hasValueSatisfying(entry -> assertThat(entry).isInstanceOfSatisfying(LogLine.class, line -> {
                        assertThat(line.source()).isEqualTo("platform");
                        assertThat(line.message()).isEqualTo("building");
                    }));
        }
    }

    private LogStream follow() {
        return logs().openLogs(SHOP, new Query(Clock.systemUTC().instant(), null, 100, "web", true));
    }

    private Logs logs() {
        return provider.require(Logs.class);
    }

    private void write(String... lines) {
        for (String line : lines) {
            platform.writeLog("shop", line);
        }
    }

    private void readUntil(LogStream log, String last) {
        Eventually.holds(last + " in the log", Duration.ofSeconds(30), () -> {
            log.next(Duration.ofMillis(50)).ifPresent(this::note);
            return read.contains(last);
        });
    }

    private void note(LogEntry entry) {
        if (entry instanceof LogLine line) {
            read.add(line.message());
        } else if (entry instanceof LogGap gap) {
            read.add("(gap: " + gap.reason() + ")");
        }
    }
}
