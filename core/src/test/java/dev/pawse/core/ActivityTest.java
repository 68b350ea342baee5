package dev.pawse.core;

import static dev.pawse.core.Engine.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.testkit.ManualClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ActivityTest {
    private final ManualClock clock = ManualClock.create();
    private final Activity activity = new Activity(clock::nanoTime);

    @Test
    void idleTimeCountsFromTheEndOfTheLastUse() {
        Activity.Use longer = activity.begin(SHOP);
        Activity.Use shorter = activity.begin(SHOP);
        clock.advance(Duration.ofMinutes(5));
        shorter.end();
        clock.advance(Duration.ofMinutes(5));

        assertThat(activity.idle(SHOP)).isZero();
        assertThat(activity.inFlight(SHOP)).isOne();

        longer.end();
        clock.advance(Duration.ofMinutes(2));
        assertThat(activity.idle(SHOP)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aUseEndsOnce() {
        Activity.Use use = activity.begin(SHOP);
        activity.begin(SHOP);

        use.end();
        use.end();

        assertThat(activity.inFlight(SHOP)).isOne();
    }

    @Test
    void aStepOfTheWallClockMakesNobodyIdle() {
        activity.begin(SHOP).end();

        clock.step(Duration.ofHours(2));
        clock.step(Duration.ofHours(-4));

        assertThat(activity.idle(SHOP)).isZero();
    }

    @Test
    void aTouchCountsAsAUse() {
        activity.notice(SHOP);
        long before = activity.uses(SHOP);
        clock.advance(Duration.ofMinutes(2));

        activity.touch(SHOP);

        assertThat(activity.idle(SHOP)).isZero();
        assertThat(activity.inFlight(SHOP)).isZero();
        assertThat(activity.uses(SHOP)).isGreaterThan(before);
    }

    @Test
    void whatAnEarlierProcessKnewCountsUntilSomethingIsKnownHere() {
        activity.restore(SHOP, Duration.ofMinutes(7));
        assertThat(activity.idle(SHOP)).isEqualTo(Duration.ofMinutes(7));
        assertThat(activity.isUsed(SHOP)).isTrue();

        activity.begin(SHOP).end();
        activity.restore(SHOP, Duration.ofMinutes(7));

        assertThat(activity.idle(SHOP)).isZero();
    }

    @Test
    void anAppThatWasNeverSeenCountsAsUsedNowAndTakesNoRoom() {
        assertThat(activity.idle(SHOP)).isZero();
        assertThat(activity.inFlight(SHOP)).isZero();
        assertThat(activity.isUsed(SHOP)).isFalse();
        assertThat(activity.apps()).isEmpty();
    }

    @Test
    void anAppInUseIsNotForgotten() {
        Activity.Use use = activity.begin(SHOP);
        activity.forget(SHOP);
        assertThat(activity.inFlight(SHOP)).isOne();

        use.end();
        activity.forget(SHOP);

        assertThat(activity.apps()).isEmpty();
    }

    @Test
    void noUseIsLostWhenItBeginsWhileTheAppIsForgotten() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger lost = new AtomicInteger();
        CountDownLatch forgetting = new CountDownLatch(1);
        Thread forgets = new Thread(() -> {
            forgetting.countDown();
            while (!done.get()) {
                activity.forget(SHOP);
            }
        });
        forgets.start();
        forgetting.await();

        for (int i = 0; i < 200_000; i++) {
            Activity.Use use = activity.begin(SHOP);
            if (activity.inFlight(SHOP) != 1) {
                lost.incrementAndGet();
            }
            use.end();
        }
        done.set(true);
        forgets.join();

        assertThat(lost).hasValue(0);
        assertThat(activity.inFlight(SHOP)).isZero();
    }
}
