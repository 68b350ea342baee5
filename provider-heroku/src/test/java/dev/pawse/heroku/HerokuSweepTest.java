package dev.pawse.heroku;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.App;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Urgency;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three hundred apps under the limit of 75 calls a minute, by a clock that moves only as the test says. */
final class HerokuSweepTest {
    private static final int APPS = 300;
    private static final int BURST = 450;

    /** A tenth of the budget is left to who is in more of a hurry. */
    private static final int FOR_SWEEPS = BURST - BURST / 10;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Formation WEB = new Formation(Map.of("web", new Scale(1, "standard-1x")));

    private final ManualClock clock = ManualClock.create();
    private final FakeHeroku heroku = FakeHeroku.start();
    private final Provider provider = Harness.provider(heroku, clock, Map.of("calls-burst", String.valueOf(BURST)));

    HerokuSweepTest() {
        for (int number = 0; number < APPS; number++) {
            heroku.addApp("app-" + number, number % 2 == 0 ? WEB : WEB.zeroed());
        }
        heroku.limitCalls(BURST, 75, clock);
    }

    @AfterEach
    void close() {
        provider.close();
        heroku.close();
    }

    @Test
    void manyAppsAreSweptWithinTheLimitAndAWakeIsServedMeanwhile() {
        Instant begun = clock.instant();

        CompletableFuture<List<App>> sweep = Background.call(() -> Urgency.SWEEP.call(provider::apps));
        Eventually.holds(
                "the sweep waits", PATIENCE, () -> heroku.api().requests().size() == FOR_SWEEPS);
        Urgency.WAKE.run(() -> {
            provider.require(Scaling.class).start(Harness.id("app-1"), WEB);
            assertThat(provider.app(Harness.id("app-1"))).isPresent();
        });

        assertThat(clock.instant()).as("when the app was woken").isEqualTo(begun);
        assertThat(heroku.starts("app-1")).isEqualTo(1);
        assertThat(sweep).isNotDone();
        Eventually.holds("the end of the sweep", PATIENCE, () -> {
            clock.advance(Duration.ofSeconds(10));
            return sweep.isDone();
        });
        assertThat(sweep.join()).hasSize(APPS);
        assertThat(heroku.refusedCalls()).isZero();
        // 1 + 3 x 300 calls, of which 405 could be made at once.
        assertThat(Duration.between(begun, clock.instant())).isGreaterThan(Duration.ofMinutes(6));
    }
}
