package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class ManualClockTest {
    private final ManualClock clock = ManualClock.at(Instant.parse("2026-03-01T12:00:00Z"));

    @Test
    void timeStandsStillUntilItIsToldToPass() {
        long nanos = clock.nanoTime();

        assertThat(clock.instant()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(clock.nanoTime()).isEqualTo(nanos);
    }

    @Test
    void timePassesOnBothClocks() {
        long before = clock.nanoTime();

        clock.advance(Duration.ofMinutes(2));

        assertThat(clock.instant()).isEqualTo("2026-03-01T12:02:00Z");
        assertThat(clock.nanoTime() - before).isEqualTo(Duration.ofMinutes(2).toNanos());
    }

    @Test
    void aStepOfTheWallClockLeavesTheMonotonicOne() {
        long before = clock.nanoTime();

        clock.step(Duration.ofHours(-2));

        assertThat(clock.instant()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(clock.nanoTime()).isEqualTo(before);
    }

    @Test
    void timeDoesNotPassBackwards() {
        assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofSeconds(-1)));
    }

    @Test
    void theSameClockInAnotherZoneMovesToo() {
        ManualClock inParis = clock.withZone(ZoneId.of("Europe/Paris"));

        clock.advance(Duration.ofSeconds(1));

        assertThat(inParis.instant()).isEqualTo(clock.instant());
        assertThat(inParis.getZone()).isEqualTo(ZoneId.of("Europe/Paris"));
    }

    @Test
    void itsMonotonicTimeOverflowsAsTheMachinesMay() {
        long before = clock.nanoTime();

        clock.advance(Duration.ofMinutes(2));

        assertThat(clock.nanoTime()).isLessThan(before);
    }
}
