package dev.pawse.scalingo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.http.LogTail;
import dev.pawse.http.Network;
import dev.pawse.scalingo.fake.FakeScalingo;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Logs.LogGap;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.spi.capability.Logs.Query;
import dev.pawse.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScalingoLogsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScalingoFixture fixture = new ScalingoFixture();
    private final FakeScalingo fake = fixture.fake;
    private final Provider provider = fixture.provider();

    @AfterEach
    void close() {
        provider.close();
        fixture.close();
    }

    @Test
    void aShortBreakLosesNothing() {
        try (LogStream stream = provider.require(Logs.class).openLogs(ScalingoFixture.SHOP, Query.follow(1))) {
            List<String> seen = new ArrayList<>();
            followed();
            fake.write("shop", "web-1", "line 1");
            readUntil(stream, seen, "line 1");

            fake.cutConnections();
            fake.write("shop", "web-1", "line 2");
            followed();
            fake.write("shop", "web-1", "line 3");
            readUntil(stream, seen, "line 3");

            assertThat(seen).containsSubsequence("line 1", "line 2", "line 3").doesNotContain("gap");
            assertThat(seen).filteredOn(line -> line.startsWith("line")).doesNotHaveDuplicates();
        }
    }

    @Test
    void aBreakThatLostLinesIsTold() {
        Account account = new Account(
                Network.of(Map.of(), PATIENCE),
                fixture.clock,
                new Addresses(
                        fake.api().address() + "/v1",
                        fake.api().address() + "/v1",
                        fake.api().address() + "/api"),
                Secret.of(FakeScalingo.API_TOKEN),
                List.of("osc-fr1"),
                50);
        Query query = Query.follow(1);
        AppLog log = new AppLog(account, new Place(account.regions().get(0), "shop"), query, 2);
        try (account;
                LogStream stream = LogTail.open(log, query, fixture.clock)) {
            List<String> seen = new ArrayList<>();
            followed();
            fake.write("shop", "web-1", "line 1");
            readUntil(stream, seen, "line 1");

            fake.cutConnections();
            for (int i = 2; i < 10; i++) {
                fake.write("shop", "web-1", "line " + i);
            }
            readUntil(stream, seen, "line 9");

            assertThat(seen).containsSubsequence("line 1", "gap", "line 8", "line 9");
        }
    }

    @Test
    void routersAndThePlatformsLinesAreToldApart() {
        fake.write("shop", "router", "method=GET path=/");
        fake.write("shop", "manager", "container [web-1] started");
        fake.write("shop", "one-off-4821", "hello");

        try (LogStream stream = provider.require(Logs.class).openLogs(ScalingoFixture.SHOP, Query.recent(3))) {
            List<LogLine> lines = new ArrayList<>();
            while (!stream.ended()) {
                stream.next(Duration.ofMillis(100)).ifPresent(entry -> lines.add((LogLine) entry));
            }

            assertThat(lines).extracting(LogLine::source).containsExactly("router", "platform", "app");
            assertThat(lines).extracting(LogLine::process).containsExactly("router", "manager", "one-off.4821");
        }
    }

    @Test
    void linesOfOtherZonesAndContinuationsAreRead() {
        List<LogLine> lines = LogText.parse("""
                2026-01-03 01:00:00.5 +0100 CET [web-1] one
                  and its rest
                2026-01-03 00:00:01 +0000 UTC [router] two
                """);

        assertThat(lines)
                .containsExactly(
                        new LogLine(Instant.parse("2026-01-03T00:00:00.500Z"), "web.1", "app", "one"),
                        new LogLine(Instant.parse("2026-01-03T00:00:00.500Z"), "web.1", "app", "  and its rest"),
                        new LogLine(Instant.parse("2026-01-03T00:00:01Z"), "router", "router", "two"));
    }

    private void followed() {
        Eventually.holds("a follower", PATIENCE, () -> fake.followers("shop") == 1);
    }

    private static void readUntil(LogStream stream, List<String> seen, String last) {
        Eventually.holds(last, PATIENCE, () -> {
            stream.next(Duration.ofMillis(50)).ifPresent(entry -> {
                if (entry instanceof LogLine line) {
                    seen.add(line.message());
                } else if (entry instanceof LogGap) {
                    seen.add("gap");
                }
            });
            return seen.contains(last);
        });
    }
}
