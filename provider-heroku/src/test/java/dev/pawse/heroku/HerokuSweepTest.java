package dev.pawse.heroku;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Urgency;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.FastClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three hundred apps under the limit of 75 calls a minute, by a clock that runs three hundred times as fast. */
final class HerokuSweepTest {
    private static final int APPS = 300;
    private static final int BURST = 450;
    private static final Formation WEB = new Formation(Map.of("web", new Scale(1, "standard-1x")));

    private final FastClock clock = new FastClock(300);
    private final FakeHeroku heroku = FakeHeroku.start();
    private final Provider provider = Harness.provider(heroku, clock, Map.of("calls-burst", String.valueOf(BURST)));

    @AfterEach
    void close() {
        provider.close();
        heroku.close();
    }

    @Test
    void manyAppsAreSweptWithinTheLimitAndAWakeGoesFirst() {
        for (int number = 0; number < APPS; number++) {
            heroku.addApp("app-" + number, number % 2 == 0 ? WEB : WEB.zeroed());
        }
        heroku.limitCalls(BURST, 75, clock);
        Instant begun = clock.instant();

        CompletableFuture<Integer> sweeps = CompletableFuture.supplyAsync(() -> Urgency.SWEEP.call(
                () -> provider.apps().size() + provider.apps().size()));
        Duration woken = wakeWhileTheBudgetIsLow(sweeps);

        assertThat(sweeps.join()).isEqualTo(2 * APPS);
        assertThat(heroku.refusedCalls()).isZero();
        assertThat(woken).isLessThan(Duration.ofMinutes(1));
        // 1 + 3 x 300 calls, then 1 + 2 x 150 + 1 x 150, of which 450 were there at the beginning.
        assertThat(Duration.between(begun, clock.instant())).isGreaterThan(Duration.ofMinutes(10));
    }

    private Duration wakeWhileTheBudgetIsLow(CompletableFuture<?> sweeps) {
        while (heroku.api().requests().size() < BURST && !sweeps.isDone()) {
            Thread.onSpinWait();
        }
        Instant begun = clock.instant();
        Urgency.WAKE.run(() -> {
            provider.require(Scaling.class).start(Harness.id("app-1"), WEB);
            assertThat(provider.app(Harness.id("app-1")).orElseThrow().state())
                    .isIn(AppState.STARTING, AppState.RUNNING);
        });
        assertThat(sweeps).isNotDone();
        return Duration.between(begun, clock.instant());
    }
}
