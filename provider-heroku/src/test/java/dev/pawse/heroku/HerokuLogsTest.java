package dev.pawse.heroku;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogGap;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.spi.capability.Logs.Query;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HerokuLogsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int KEPT = 1_500;

    private final FakeHeroku heroku = FakeHeroku.start();
    private final Provider provider = Harness.provider(heroku);
    private final List<LogEntry> read = new ArrayList<>();

    HerokuLogsTest() {
        heroku.addApp("shop", heroku.formation());
    }

    @AfterEach
    void close() {
        provider.close();
        heroku.close();
    }

    @Test
    void aLogThatIsCutGoesOnWithoutRepeatingOrLosingALine() {
        try (LogStream stream = open(Query.follow(100))) {
            write("line 1");
            readUntil(stream, "line 1");

            heroku.cutLogs();
            write("line 2");
            readUntil(stream, "line 2");
            heroku.cutLogs();
            write("line 3");
            readUntil(stream, "line 3");

            assertThat(messages("line ")).containsExactly("line 1", "line 2", "line 3");
            assertThat(read).noneMatch(LogGap.class::isInstance);
        }
    }

    @Test
    void whereTheKeptLinesDoNotReachBackAGapIsTold() {
        try (LogStream stream = open(Query.follow(100))) {
            write("line 1");
            readUntil(stream, "line 1");
            CountDownLatch flooded = new CountDownLatch(1);
            heroku.api().fail(this::opensTail, 1, request -> {
                await(flooded);
                return ApiReply.text(502, "text/html", "<html>sorry</html>");
            });

            heroku.cutLogs();
            for (int number = 0; number < KEPT + 10; number++) {
                write("flood " + number);
            }
            flooded.countDown();
            write("line 2");
            readUntil(stream, "line 2");

            assertThat(read).filteredOn(LogGap.class::isInstance).isNotEmpty();
            int gap = indexOf(LogGap.class);
            assertThat(read.subList(0, gap)).extracting(HerokuLogsTest::message).contains("line 1");
        }
    }

    @Test
    void aSessionThatExpiredIsReplacedByANewOne() {
        try (LogStream stream = open(Query.follow(100))) {
            write("line 1");
            readUntil(stream, "line 1");
            heroku.api().fail(this::opensTail, 2, request -> ApiReply.text(403, "text/plain", "session expired"));

            heroku.cutLogs();
            write("line 2");
            readUntil(stream, "line 2");

            assertThat(messages("line ")).containsExactly("line 1", "line 2");
        }
    }

    @Test
    void everySessionIsMadeRightBeforeItsUse() {
        for (int number = 0; number < 3; number++) {
            open(Query.recent(10)).close();
            heroku.expireLogSessions();
        }

        assertThat(heroku.api().count(this::makesSession)).isEqualTo(3);
    }

    @Test
    void aPartOfTheLogIsFilteredBeforeItIsCounted() {
        write("line 1");
        for (int number = 0; number < 50; number++) {
            heroku.writeLog("shop", "worker.1", "noise " + number);
        }

        readToEnd(open(new Query(null, null, 1, "web", false)));

        assertThat(messages("")).containsExactly("line 1");
    }

    @Test
    void linesOfTheRouterAndOfThePlatformAreToldApart() {
        heroku.stopDyno("shop", "web.1");

        readToEnd(open(Query.recent(100)));

        assertThat(read)
                .filteredOn(LogLine.class::isInstance)
                .extracting(entry -> ((LogLine) entry).source())
                .contains("platform")
                .doesNotContain("heroku");
    }

    @Test
    void theTokenIsNotShownToTheStoreOfLogs() {
        open(Query.recent(10)).close();

        assertThat(heroku.api().requests())
                .filteredOn(request -> request.path().startsWith("/logplex/"))
                .isNotEmpty()
                .allSatisfy(
                        request -> assertThat(request.header("Authorization")).isEmpty());
    }

    @Test
    void anAppOfTheNewerGenerationIsListenedTo() {
        heroku.generation("shop", "fir");

        try (LogStream stream = open(Query.follow(10))) {
            Eventually.holds("the log is followed", PATIENCE, () -> heroku.api().count(this::opensTail) > 0);
            write("line 1");
            readUntil(stream, "line 1");
        }

        assertThat(heroku.api().requests())
                .filteredOn(this::makesSession)
                .allSatisfy(request -> assertThat(request.text()).doesNotContain("lines", "tail"));
    }

    private LogStream open(Query query) {
        return provider.require(Logs.class).openLogs(Harness.id("shop"), query);
    }

    private void write(String line) {
        heroku.writeLog("shop", "web.1", line);
    }

    private void readUntil(LogStream stream, String line) {
        Eventually.holds(line, PATIENCE, () -> {
            Optional<LogEntry> entry = stream.next(Duration.ofMillis(100));
            while (entry.isPresent() && !message(entry.get()).startsWith(line)) {
                read.add(entry.get());
                entry = stream.next(Duration.ofMillis(100));
            }
            entry.ifPresent(read::add);
            return entry.isPresent();
        });
    }

    private void readToEnd(LogStream stream) {
        try (stream) {
            Eventually.holds("the end of the log", PATIENCE, () -> {
                stream.next(Duration.ofMillis(100)).ifPresent(read::add);
                return stream.ended();
            });
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> messages(String prefix) {
        return read.stream()
                .map(HerokuLogsTest::message)
                .filter(message -> message.startsWith(prefix))
                .toList();
    }

    private int indexOf(Class<?> type) {
        return read.indexOf(read.stream().filter(type::isInstance).findFirst().orElseThrow());
    }

    private static String message(LogEntry entry) {
        return entry instanceof LogLine line ? line.message() : "";
    }

    private boolean makesSession(ApiRequest request) {
        return request.path().endsWith("/log-sessions");
    }

    private boolean opensTail(ApiRequest request) {
        return request.path().startsWith("/logplex/")
                && request.header("Accept").orElse("").equals("text/event-stream");
    }
}
