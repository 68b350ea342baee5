package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            * * * * *          | 2026-03-04T10:11:12Z | 2026-03-04T10:12:00Z
            */5 * * * *        | 2026-03-04T10:11:12Z | 2026-03-04T10:15:00Z
            */10 * * * * *     | 2026-03-04T10:11:12Z | 2026-03-04T10:11:20Z
            30 0 12 * * *      | 2026-03-04T10:11:12Z | 2026-03-04T12:00:30Z
            0 9 * * MON-FRI    | 2026-03-06T10:00:00Z | 2026-03-09T09:00:00Z
            0 0 9 * * 1-5      | 2026-03-06T10:00:00Z | 2026-03-09T09:00:00Z
            0 0 * * 0          | 2026-03-04T00:00:00Z | 2026-03-08T00:00:00Z
            0 0 * * 7          | 2026-03-04T00:00:00Z | 2026-03-08T00:00:00Z
            0 0 0 * * 7        | 2026-03-04T00:00:00Z | 2026-03-08T00:00:00Z
            0 0 29 2 *         | 2026-03-04T00:00:00Z | 2028-02-29T00:00:00Z
            0 0 1,15 * MON     | 2026-03-03T00:00:00Z | 2026-03-09T00:00:00Z
            @hourly            | 2026-03-04T10:11:12Z | 2026-03-04T11:00:00Z
            @daily             | 2026-03-04T10:11:12Z | 2026-03-05T00:00:00Z
            @weekly            | 2026-03-04T10:11:12Z | 2026-03-08T00:00:00Z
            @monthly           | 2026-03-04T10:11:12Z | 2026-04-01T00:00:00Z
            @yearly            | 2026-03-04T10:11:12Z | 2027-01-01T00:00:00Z
            """)
    void theNextTimeIsFound(String cron, Instant after, Instant next) {
        assertThat(Cron.parse(cron, UTC).next(after)).isEqualTo(next);
    }

    @Test
    void theNextTimeIsNeverTheGivenOne() {
        Instant due = Instant.parse("2026-03-04T10:15:00Z");

        assertThat(Cron.parse("*/15 * * * *", UTC).next(due)).isEqualTo("2026-03-04T10:30:00Z");
    }

    @Test
    void anHourThatTheClockLeavesOutIsLeftOut() {
        Instant before = Instant.parse("2026-03-28T12:00:00Z");

        assertThat(Cron.parse("30 2 * * *", PARIS).next(before)).isAfter("2026-03-29T01:00:00Z");
    }

    @Test
    void anHourThatTheClockShowsTwiceCountsOnce() {
        Cron cron = Cron.parse("30 2 * * *", PARIS);

        Instant first = cron.next(Instant.parse("2026-10-24T12:00:00Z"));

        assertThat(first).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(cron.next(first)).isEqualTo("2026-10-26T01:30:00Z");
    }

    @Test
    void minutesGoOnThroughBothChangesOfTheClock() {
        Cron cron = Cron.parse("* * * * *", PARIS);

        assertThat(cron.next(Instant.parse("2026-03-29T00:59:30Z"))).isEqualTo("2026-03-29T01:00:00Z");
        assertThat(cron.next(Instant.parse("2026-10-25T00:59:30Z"))).isEqualTo("2026-10-25T01:00:00Z");
        assertThat(cron.next(Instant.parse("2026-10-25T01:30:00Z"))).isEqualTo("2026-10-25T01:31:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "* * * *", "* * * * * * *", "61 * * * *", "* 25 * * *", "a * * * *", "@often", "*/0 * * * *"
            })
    void whatIsNoScheduleIsRefused(String text) {
        assertThatThrownBy(() -> Cron.parse(text, UTC))
                .isInstanceOf(PawseException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void aDayThatNeverComesIsRefused() {
        assertThatThrownBy(() -> Cron.parse("0 0 31 2 *", UTC)).hasMessageContaining("never comes");
    }
}
