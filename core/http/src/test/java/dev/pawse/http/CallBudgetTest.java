package dev.pawse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Urgency;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.ManualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class CallBudgetTest {
    private final ManualClock clock = ManualClock.create();
    private final CallBudget budget = CallBudget.of(clock, 100, 60);

    @Test
    void aFullBudgetLetsItsCapacityGoAtOnce() {
        take(Urgency.WAKE, 100);

        assertThat(budget.left()).isZero();
    }

    @Test
    void callsComeBackWithTimeAndNeverAboveTheCapacity() {
        take(Urgency.WAKE, 50);

        clock.advance(Duration.ofSeconds(10));
        assertThat(budget.left()).isEqualTo(60);
        clock.advance(Duration.ofHours(1));
        assertThat(budget.left()).isEqualTo(100);
    }

    @Test
    void sweepsLeaveATenthAndCommandsAFew() {
        take(Urgency.SWEEP, 90);
        CompletableFuture<Void> sweep = takeLater(Urgency.SWEEP);

        take(Urgency.COMMAND, 7);
        CompletableFuture<Void> command = takeLater(Urgency.COMMAND);
        take(Urgency.WAKE, 3);

        assertThat(budget.left()).isZero();
        assertThat(sweep).isNotDone();
        assertThat(command).isNotDone();
        clock.advance(Duration.ofSeconds(4));
        comes("the command's call", command);
        assertThat(sweep).isNotDone();
        clock.advance(Duration.ofSeconds(8));
        comes("the sweep's call", sweep);
    }

    @Test
    void whoWouldWaitTooLongIsToldWhenToComeBack() {
        budget.refused(Duration.ofMinutes(2));

        assertThatThrownBy(() -> budget.take(Urgency.WAKE)).isInstanceOfSatisfying(PawseException.class, failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
            assertThat(failure.retryAfter()).contains(Duration.ofMinutes(2));
        });
    }

    @Test
    void aRefusalClosesTheBudgetForEverybody() {
        budget.refused(Duration.ofSeconds(5));
        CompletableFuture<Void> wake = takeLater(Urgency.WAKE);

        clock.advance(Duration.ofSeconds(4));
        assertThat(wake).isNotDone();
        clock.advance(Duration.ofSeconds(1));
        comes("the wake's call", wake);
    }

    @Test
    void afterARefusalACommandFindsOutWhetherItIsOver() {
        budget.refused(Duration.ofSeconds(5));
        clock.advance(Duration.ofSeconds(5));

        budget.take(Urgency.COMMAND);

        assertThat(budget.left()).isLessThan(10);
    }

    @Test
    void theReserveOfALargeBudgetIsWhatComesBackInAMinute() {
        CallBudget large = CallBudget.of(clock, 4_500, 75);

        large.learn(76);
        large.take(Urgency.SWEEP);

        assertThat(large.left()).isEqualTo(75);
    }

    @Test
    void whatThePlatformTellsIsBelievedWhenItIsLess() {
        budget.learn(7);
        assertThat(budget.left()).isEqualTo(7);

        budget.learn(90);
        assertThat(budget.left()).isEqualTo(7);
    }

    /** On a thread of its own: the common pool of a small machine has but one, and these wait. */
    private CompletableFuture<Void> takeLater(Urgency urgency) {
        return Background.run(() -> budget.take(urgency));
    }

    /** A caller that looks at the clock just as it moves waits a moment longer. */
    private void comes(String what, CompletableFuture<Void> call) {
        Eventually.holds(what, Duration.ofSeconds(10), () -> {
            clock.advance(Duration.ofMillis(1));
            return call.isDone();
        });
    }

    private void take(Urgency urgency, int calls) {
        for (int i = 0; i < calls; i++) {
            budget.take(urgency);
        }
    }
}
