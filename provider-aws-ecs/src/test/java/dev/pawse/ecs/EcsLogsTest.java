package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogGap;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.spi.capability.Logs.Query;
import dev.pawse.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EcsLogsTest {
    private final DataFixture fixture = new DataFixture();
    private final FakeAws aws = fixture.aws;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aHundredAndOneStreamsOfAProcessAreReadWithoutListingThem() {
        for (int i = 0; i < 101; i++) {
            aws.logs().write("shop", "web/app/" + String.format("%08d", i) + "aaaa", "web " + i);
            aws.logs().write("shop", "worker/app/" + i, "worker " + i);
        }

        List<LogLine> lines = lines(query(null, null, 1_000, "web"));

        assertThat(lines).hasSize(101).allMatch(line -> line.process().startsWith("web."));
        assertThat(aws.api().count(FakeAws.calls("DescribeLogStreams"))).isLessThanOrEqualTo(7);
        assertThat(aws.api().requests())
                .filteredOn(FakeAws.calls("FilterLogEvents"))
                .allMatch(request -> request.text().contains("\"logStreamNamePrefix\":\"web/\""));
    }

    @Test
    void theProcessIsToldByTheStream() {
        aws.logs().write("shop", "web/app/3f2c9a0123456789", "one");
        aws.logs().write("shop", "ecs/worker/aabbccddeeff0011", "two");
        aws.logs().write("shop", "shop-cron/app/0011223344556677", "three");
        aws.logs().write("shop", "0a1b2c", "four");

        assertThat(lines(query(null, null, 10, null)))
                .extracting(LogLine::process)
                .containsExactlyInAnyOrder("web.3f2c9a01", "worker.aabbccdd", "cron.00112233", "0a1b2c");
        assertThat(lines(query(null, null, 10, "worker")))
                .extracting(LogLine::message)
                .containsExactly("two");
        assertThat(lines(query(null, null, 10, "cron")))
                .extracting(LogLine::message)
                .containsExactly("three");
        assertThat(lines(query(null, null, 10, "web.3f2c9a01")))
                .extracting(LogLine::message)
                .containsExactly("one");
        assertThat(lines(query(null, null, 10, "web.00000000"))).isEmpty();
    }

    @Test
    void moreEventsThanAPageHoldsAreReadAndWhatIsLeftOutIsTold() {
        long start = aws.api().requests().size();
        for (int i = 0; i < 25_000; i++) {
            aws.logs().write("shop", "web/app/1", "line " + i);
        }
        try (LogStream stream = fixture.logs().openLogs(DataFixture.SHOP, query(Instant.EPOCH, null, 20_000, null))) {
            List<String> seen = new ArrayList<>();
            drain(stream, seen, null);

            assertThat(seen)
                    .hasSize(20_001)
                    .startsWith("gap limit 5000", "line 5000")
                    .endsWith("line 24999");
        }
        assertThat(aws.api().requests().size() - start).isLessThan(10);
    }

    @Test
    void theNewestLinesAreFoundHoweverOldTheyAre() {
        long month = fixture.clock.instant().minus(Duration.ofDays(30)).toEpochMilli();
        for (int i = 0; i < 5; i++) {
            aws.logs().write("shop", "web/app/1", month + i, "line " + i);
        }

        assertThat(lines(Query.recent(2))).extracting(LogLine::message).containsExactly("line 3", "line 4");
    }

    @Test
    void anEventOfSeveralLinesIsSeveralLines() {
        aws.logs().write("shop", "web/app/1", "Traceback:\n  one\n");

        assertThat(lines(Query.recent(5))).extracting(LogLine::message).containsExactly("Traceback:", "  one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            error ; 1
            ?error ?"status" ; 1,2,3
            { $.level = "error" } ; 1
            { $.level = err* } ; 1
            { $.status >= 500 || $.level = "warn" } ; 1,2
            { $.status > 400 && ($.retry IS TRUE) } ; 2
            { $.retry IS FALSE } ; 3
            { $.user.name = "ada" } ; 2
            { $.tags[1] = "slow" } ; 3
            { $.retry NOT EXISTS } ; 1
            { $.level != "error" } ; 2,3
            """)
    void cloudWatchChoosesLinesByItsFilters(String filter, String chosen) {
        aws.logs().write("shop", "web/app/1", "{\"n\": 1, \"level\": \"error\", \"status\": 503}");
        aws.logs()
                .write(
                        "shop",
                        "web/app/1",
                        "{\"n\": 2, \"level\": \"warn\", \"status\": 499, \"retry\": true, \"user\": {\"name\": \"ada\"}}");
        aws.logs()
                .write(
                        "shop",
                        "web/app/1",
                        "{\"n\": 3, \"level\": \"info\", \"status\": 200, \"retry\": false, \"tags\": [\"a\", \"slow\"]}");
        aws.logs().write("shop", "web/app/1", "{no JSON");

        assertThat(lines(new Query(null, null, 10, null, false, filter)))
                .extracting(line -> line.message().replaceAll("\\D*(\\d).*", "$1"))
                .containsExactly(chosen.split(","));
    }

    @Test
    void aFilterThatCannotBeReadIsToldAsCloudWatchDoes() {
        aws.logs().create("shop");

        assertThatThrownBy(() -> lines(new Query(null, null, 10, null, false, "{ $.level = }")))
                .hasMessageContaining("Invalid filter pattern");
    }

    @Test
    void aFollowedLogIsFilteredByLiveTailToo() {
        aws.logs().create("shop");
        Query errors = new Query(null, null, 1, null, true, "{ $.level = \"error\" }");
        try (LogStream stream = fixture.logs().openLogs(DataFixture.SHOP, errors)) {
            followed();
            List<String> seen = new ArrayList<>();
            aws.logs().write("shop", "web/app/1", "{\"level\": \"info\"}");
            aws.logs().write("shop", "web/app/1", "{\"level\": \"error\"}");
            drain(stream, seen, "{\"level\": \"error\"}");

            assertThat(seen).containsExactly("{\"level\": \"error\"}");
        }
    }

    @Test
    void aFollowedLogComesByLiveTailAndNoPollIsMade() {
        aws.logs().create("shop");
        try (LogStream stream = fixture.logs().openLogs(DataFixture.SHOP, Query.follow(1))) {
            followed();
            long searches = aws.api().count(FakeAws.calls("FilterLogEvents"));
            List<String> seen = new ArrayList<>();
            aws.logs().write("shop", "web/app/1", "line 1");
            drain(stream, seen, "line 1");
            aws.logs().write("shop", "web/app/2", "line 2");
            drain(stream, seen, "line 2");

            assertThat(seen).containsExactly("line 1", "line 2");
            assertThat(aws.api().count(FakeAws.calls("FilterLogEvents")) - searches)
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void whatIsWrittenBetweenTwoSessionsIsToldOnceAndInOrder() {
        aws.logs().create("shop");
        try (LogStream stream = fixture.logs().openLogs(DataFixture.SHOP, Query.follow(1))) {
            List<String> seen = new ArrayList<>();
            for (int round = 0; round < 4; round++) {
                followed();
                aws.logs().write("shop", "web/app/1", "before " + round);
                drain(stream, seen, "before " + round);
                if (round % 2 == 0) {
                    aws.logs().cutLiveTails();
                } else {
                    aws.logs().endLiveTails();
                }
                aws.logs().write("shop", "web/app/1", "between " + round);
                aws.logs().write("shop", "web/app/1", "between " + round);
            }
            drain(stream, seen, "between 3");
            followed();
            aws.logs().write("shop", "web/app/1", "last");
            drain(stream, seen, "last");

            assertThat(seen)
                    .containsExactly(
                            "before 0",
                            "between 0",
                            "between 0",
                            "before 1",
                            "between 1",
                            "between 1",
                            "before 2",
                            "between 2",
                            "between 2",
                            "before 3",
                            "between 3",
                            "between 3",
                            "last");
        }
    }

    @Test
    void whereLiveTailIsNotAllowedTheLogIsPolled() {
        aws.logs().create("shop");
        fixture.allowOnly("ssm:GetParameters", "logs:FilterLogEvents");
        try (LogStream stream = fixture.logs().openLogs(DataFixture.SHOP, Query.follow(1))) {
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                aws.logs().write("shop", "web/app/1", "line " + i);
                drain(stream, seen, "line " + i);
            }

            assertThat(seen).containsExactly("line 0", "line 1", "line 2", "line 3", "line 4");
            assertThat(aws.api().count(FakeAws.calls("StartLiveTail"))).isEqualTo(1);
        }
    }

    @Test
    void whatLiveTailLeavesOutIsTold() {
        aws.logs().create("shop");
        try (LogStream stream = fixture.logs().openLogs(DataFixture.SHOP, Query.follow(1))) {
            followed();
            for (int i = 0; i < 5_000; i++) {
                aws.logs().write("shop", "web/app/1", "line " + i);
            }
            List<String> seen = new ArrayList<>();
            drain(stream, seen, "gap sampled -1");

            assertThat(seen).contains("gap sampled -1");
        }
    }

    @Test
    void aFollowedProcessIsChosenByTheServer() {
        aws.logs().write("shop", "web/app/1", "old");
        aws.logs().write("shop", "worker/app/1", "old");
        try (LogStream stream = fixture.logs().openLogs(DataFixture.SHOP, new Query(null, null, 1, "web", true))) {
            List<String> seen = new ArrayList<>();
            followed();
            aws.logs().write("shop", "worker/app/1", "not this");
            aws.logs().write("shop", "web/app/2", "this");
            drain(stream, seen, "this");

            assertThat(seen).containsExactly("old", "this");
        }
    }

    @Test
    void withoutALogGroupTheMessageNamesIt() {
        PawseException failed = catchThrowableOfType(
                PawseException.class, () -> fixture.logs().openLogs(DataFixture.SHOP, Query.recent(1)));

        assertThat(failed.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failed).hasMessageContaining("no log group 'shop'").hasMessageContaining("log_group.name");
    }

    private void followed() {
        Eventually.holds("a follower", DataFixture.PATIENCE, () -> aws.logs().followers("shop") == 1);
    }

    private static Query query(@Nullable Instant since, @Nullable Instant until, int limit, @Nullable String process) {
        return new Query(since, until, limit, process, false);
    }

    private List<LogLine> lines(Query query) {
        List<LogLine> lines = new ArrayList<>();
        try (LogStream stream = fixture.logs().openLogs(DataFixture.SHOP, query)) {
            Eventually.holds("the end of the log", DataFixture.PATIENCE, () -> {
                Read.ready(stream).forEach(entry -> lines.add((LogLine) entry));
                return stream.ended();
            });
        }
        return lines;
    }

    /** Reads up to an entry, or to the end. */
    private static void drain(LogStream stream, List<String> seen, @Nullable String last) {
        Eventually.holds(last + " among " + seen.size(), DataFixture.PATIENCE, () -> {
            for (LogEntry entry : Read.ready(stream)) {
                if (entry instanceof LogLine line) {
                    seen.add(line.message());
                } else if (entry instanceof LogGap gap) {
                    seen.add("gap " + gap.reason() + " " + gap.count());
                }
            }
            return last == null ? stream.ended() : seen.contains(last);
        });
    }
}
