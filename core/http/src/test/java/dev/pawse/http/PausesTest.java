package dev.pawse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FastClock;
import dev.pawse.testkit.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PausesTest {
    @Test
    void aPauseIsOverWhenItsClockSaysSo() {
        ManualClock clock = ManualClock.create();
        AtomicInteger looks = new AtomicInteger();
        Clock watched = new WatchedClock(clock, looks);
        CompletableFuture<Void> pause = Background.run(() -> Pauses.pause(watched, Duration.ofHours(1)));
        Eventually.holds("the beginning of the pause", Duration.ofSeconds(10), () -> looks.get() > 1);

        clock.advance(Duration.ofMinutes(59));
        assertThat(pause).isNotDone();
        clock.advance(Duration.ofMinutes(1));
        Eventually.holds("the end of the pause", Duration.ofSeconds(10), pause::isDone);
    }

    /** Tells how often it was looked at. */
    private static final class WatchedClock extends Clock {
        private final Clock clock;
        private final AtomicInteger looks;

        private WatchedClock(Clock clock, AtomicInteger looks) {
            this.clock = clock;
            this.looks = looks;
        }

        @Override
        public Instant instant() {
            looks.incrementAndGet();
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return clock.withZone(zone);
        }
    }

    @Test
    void whatComesInTimeIsReturned() {
        AtomicInteger looks = new AtomicInteger();

        String found = Pauses.until(
                new FastClock(1_000),
                Duration.ofSeconds(1),
                Duration.ofMinutes(10),
                () -> looks.incrementAndGet() == 3 ? Optional.of("found") : Optional.empty(),
                () -> new PawseException(Reason.TIMEOUT, "late"));

        assertThat(found).isEqualTo("found");
    }

    @Test
    void whatDoesNotComeInTimeIsAFailure() {
        assertThatThrownBy(() -> Pauses.until(
                        new FastClock(1_000),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Optional::empty,
                        () -> new PawseException(Reason.TIMEOUT, "late")))
                .hasMessage("late");
    }

    @Test
    void anInterruptEndsAPause() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Pauses.pause(ManualClock.create(), Duration.ofHours(1)))
                .isInstanceOf(PawseException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
