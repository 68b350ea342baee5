package dev.pawse.core;

import static dev.pawse.core.Engine.SHOP;
import static dev.pawse.core.Engine.STOCK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private final PawseException broken = new PawseException(Reason.FAILED, "the image cannot be pulled");
    private final ManualClock clock = ManualClock.create();
    private double chance;
    private final CircuitBreaker breaker = new CircuitBreaker(clock::nanoTime, () -> chance);

    @Test
    void twoFailuresAreForgiven() {
        fail(2);

        assertThat(breaker.refusal(SHOP)).isNull();
    }

    @Test
    void theThirdFailureStopsFurtherTriesAndSaysWhyAndForHowLong() {
        fail(3);

        assertThat(breaker.refusal(SHOP)).isNotNull().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(refusal.message()).contains("3 times").contains("the image cannot be pulled");
            assertThat(refusal.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        });
    }

    @Test
    void otherAppsAreNotTouched() {
        fail(5);

        assertThat(breaker.refusal(STOCK)).isNull();
    }

    @Test
    void aSuccessForgetsTheFailures() {
        fail(3);

        breaker.succeeded(SHOP);
        fail(2);

        assertThat(breaker.refusal(SHOP)).isNull();
    }

    @Test
    void thePauseDoublesUpToAMinute() {
        fail(2);

        assertThat(pauses(6)).containsExactly(5L, 10L, 20L, 40L, 60L, 60L);
    }

    @Test
    void chanceMakesThePauseLongerByHalfAtMost() {
        chance = 0.999;
        fail(2);

        assertThat(pauses(5)).containsExactly(8L, 15L, 30L, 60L, 90L);
    }

    @Test
    void aBrokenAppIsTriedSixTimesInAMinuteAtMost() {
        int tries = 0;
        for (int second = 0; second < 60; second++) {
            for (int request = 0; request < 100; request++) {
                if (breaker.refusal(SHOP) == null) {
                    tries++;
                    breaker.failed(SHOP, broken);
                }
            }
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(tries).isLessThanOrEqualTo(6);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed(SHOP, broken);
        }
    }

    /** Fails so often, and counts the seconds until the next try is allowed. */
    private List<Long> pauses(int failures) {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < failures; i++) {
            fail(1);
            long seconds = 0;
            while (breaker.refusal(SHOP) != null) {
                clock.advance(Duration.ofSeconds(1));
                seconds++;
            }
            pauses.add(seconds);
        }
        return pauses;
    }
}
