package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mon-Fri 08:00-19:00            | 2026-03-04T08:00:00Z | true
            Mon-Fri 08:00-19:00            | 2026-03-04T07:59:59Z | false
            Mon-Fri 08:00-19:00            | 2026-03-04T19:00:00Z | false
            Mon-Fri 08:00-19:00            | 2026-03-07T12:00:00Z | false
            sat,SUNDAY 8:00-9:00           | 2026-03-08T08:30:00Z | true
            Fri-Mon 08:00-09:00            | 2026-03-08T08:30:00Z | true
            Fri-Mon 08:00-09:00            | 2026-03-10T08:30:00Z | false
            Fri 22:00-02:00                | 2026-03-07T01:59:00Z | true
            Fri 22:00-02:00                | 2026-03-06T01:59:00Z | false
            Fri 22:00-02:00                | 2026-03-07T22:30:00Z | false
            22:00-06:00                    | 2026-03-07T05:00:00Z | true
            * 00:00-24:00                  | 2026-03-07T23:59:59Z | true
            Sun 00:00-24:00                | 2026-03-09T00:00:00Z | false
            Wed 09:00-10:00 Europe/Paris   | 2026-03-04T08:30:00Z | true
            """)
    void anAppIsKeptAwakeInsideOfTheWindows(String window, Instant moment, boolean awake) {
        assertThat(Schedule.parse(List.of(window), UTC).keepsAwake(moment)).isEqualTo(awake);
    }

    @Test
    void openingHoursStayWhereTheyAreWhenTheClockChanges() {
        Schedule schedule = Schedule.parse(List.of("08:00-09:00"), PARIS);

        assertThat(schedule.keepsAwake(Instant.parse("2026-03-28T07:30:00Z"))).isTrue();
        assertThat(schedule.keepsAwake(Instant.parse("2026-03-29T06:30:00Z"))).isTrue();
        assertThat(schedule.keepsAwake(Instant.parse("2026-03-29T07:30:00Z"))).isFalse();
    }

    @Test
    void theHourThatTheClockShowsTwiceIsInTheWindowTwice() {
        Schedule schedule = Schedule.parse(List.of("Sun 02:00-03:00"), PARIS);

        assertThat(schedule.keepsAwake(Instant.parse("2026-10-25T00:30:00Z"))).isTrue();
        assertThat(schedule.keepsAwake(Instant.parse("2026-10-25T01:30:00Z"))).isTrue();
        assertThat(schedule.keepsAwake(Instant.parse("2026-10-25T02:30:00Z"))).isFalse();
    }

    @Test
    void severalWindowsAddUpAndNoneIsNever() {
        Schedule schedule = Schedule.parse(List.of("Mon 08:00-09:00", "Mon 10:00-11:00"), UTC);

        assertThat(schedule.keepsAwake(Instant.parse("2026-03-02T08:30:00Z"))).isTrue();
        assertThat(schedule.keepsAwake(Instant.parse("2026-03-02T09:30:00Z"))).isFalse();
        assertThat(schedule.keepsAwake(Instant.parse("2026-03-02T10:30:00Z"))).isTrue();
        assertThat(Schedule.never().keepsAwake(Instant.EPOCH)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Mon", "Mon 8-9", "Mon 25:00-26:00", "Mon-Wed-Fri 08:00-09:00", "08:00", "Mon 08:61-09:00"})
    void whatIsNoWindowIsRefused(String text) {
        assertThatThrownBy(() -> Schedule.parse(List.of(text), UTC)).hasMessageContaining("'" + text + "'");
    }

    @Test
    void aWrongZoneIsToldWithTheNearestOne() {
        assertThatThrownBy(() -> Schedule.parse(List.of("08:00-09:00 Europe/Pariss"), UTC))
                .hasMessageContaining("did you mean Europe/Paris?");
        assertThatThrownBy(() -> Schedule.parse(List.of("08:00-09:00 UTC", "08:00-09:00 Europe/Paris"), UTC))
                .hasMessageContaining("one zone");
    }
}
