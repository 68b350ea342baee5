package dev.pawse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What goes wrong at the fake platform, and what is known of it afterwards. */
final class FaultsTest {
    private static final Formation ONE = Formation.of(Map.of("web", 1));

    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = FakeProvider.builder("test")
            .clock(clock)
            .bootTakes(Duration.ofSeconds(2))
            .stopTakes(Duration.ofSeconds(1))
            .build();
    private final FakeApp shop = platform.add("shop").stopped();
    private final FakeApp stock = platform.add("stock").stopped();
    private final Scaling scaling = platform.require(Scaling.class);

    @Test
    void anAppBootsInItsTime() {
        scaling.start(shop.id(), ONE);

        assertThat(shop.state()).isEqualTo(AppState.STARTING);
        clock.advance(Duration.ofSeconds(2));
        assertThat(shop.state()).isEqualTo(AppState.RUNNING);
    }

    @Test
    void aStepOfTheWallClockBootsNothing() {
        scaling.start(shop.id(), ONE);

        clock.step(Duration.ofHours(1));

        assertThat(shop.state()).isEqualTo(AppState.STARTING);
    }

    @Test
    void aBootCanEndInACrash() {
        shop.bootFails(true);

        scaling.start(shop.id(), ONE);
        clock.advance(Duration.ofSeconds(2));

        assertThat(shop.state()).isEqualTo(AppState.CRASHED);
    }

    @Test
    void onlyStartsOfWhatIsDownAreCounted() {
        scaling.start(shop.id(), ONE);
        scaling.start(shop.id(), ONE);
        clock.advance(Duration.ofSeconds(2));
        scaling.start(shop.id(), ONE);
        stock.runByHand(Map.of("web", 1));

        assertThat(shop.starts()).isEqualTo(1);
        assertThat(stock.starts()).isZero();
        assertThat(platform.count(Operation.START, shop.id())).isEqualTo(3);
    }

    @Test
    void theNextCallsFailAndThenItGoesWell() {
        platform.faults().on(Operation.START).failNext(2, Reason.UNAVAILABLE);

        assertThat(startFails().reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(startFails().reason()).isEqualTo(Reason.UNAVAILABLE);
        scaling.start(shop.id(), ONE);

        assertThat(shop.starts()).isEqualTo(1);
        assertThat(platform.count(Operation.START)).isEqualTo(3);
    }

    @Test
    void aFaultOfOneAppLeavesTheOthers() {
        platform.faults().on(Operation.START, shop.id()).fail(Reason.FORBIDDEN);

        scaling.start(stock.id(), ONE);

        assertThat(startFails().reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(stock.starts()).isEqualTo(1);
    }

    @Test
    void whatIsHealedGoesWell() {
        platform.faults().on(Operation.START).fail(Reason.UNAVAILABLE);

        platform.faults().heal();

        scaling.start(shop.id(), ONE);
        assertThat(shop.starts()).isEqualTo(1);
    }

    @Test
    void aLostAnswerHasHadItsEffect() {
        platform.faults()
                .on(Operation.START)
                .loseAnswers(1, new PawseException(Reason.TIMEOUT, "no answer came in 30 s"));

        assertThat(startFails().reason()).isEqualTo(Reason.TIMEOUT);

        assertThat(shop.starts()).isEqualTo(1);
    }

    @Test
    void aCallHangsUntilItsGateIsOpened() throws Exception {
        Gate gate = platform.faults().on(Operation.START).block();
        CompletableFuture<Void> call = Background.run(() -> scaling.start(shop.id(), ONE));

        gate.awaitArrived(1);
        assertThat(shop.starts()).isZero();
        assertThat(call).isNotDone();
        gate.open();

        call.get(30, TimeUnit.SECONDS);
        assertThat(shop.starts()).isEqualTo(1);
    }

    @Test
    void healingLetsGoWhatHangs() throws Exception {
        Gate gate = platform.faults().on(Operation.START).blockAnswers();
        CompletableFuture<Void> call = Background.run(() -> scaling.start(shop.id(), ONE));
        gate.awaitArrived(1);
        assertThat(shop.starts()).isEqualTo(1);

        platform.faults().heal();

        call.get(30, TimeUnit.SECONDS);
    }

    @Test
    void callsAboveTheLimitAreRefusedUntilTimeHasPassed() {
        platform.faults().limit(2, Duration.ofMinutes(1));
        platform.apps();
        clock.advance(Duration.ofSeconds(20));
        platform.apps();

        PawseException refused = catchThrowableOfType(PawseException.class, platform::apps);

        assertThat(refused.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(40));
        clock.advance(Duration.ofSeconds(40));
        assertThat(platform.apps()).hasSize(2);
    }

    @Test
    void whatPeopleDoByHandIsSeenAndIsNoCall() {
        shop.runByHand(Map.of("web", 2));
        clock.advance(Duration.ofSeconds(2));
        platform.delete("stock");

        assertThat(platform.calls()).isEmpty();
        assertThat(platform.apps()).containsExactly(shop.seen());
        assertThat(platform.app(shop.id())).get().satisfies(app -> {
            assertThat(app.state()).isEqualTo(AppState.RUNNING);
            assertThat(app.formation().total()).isEqualTo(2);
        });
        assertThat(platform.app(stock.id())).isEmpty();
    }

    @Test
    void everyCallIsRecordedWithItsTime() {
        platform.apps();
        clock.advance(Duration.ofSeconds(5));
        scaling.stop(shop.id());

        assertThat(platform.calls())
                .containsExactly(
                        new FakeProvider.Call(clock.instant().minusSeconds(5), Operation.APPS, null),
                        new FakeProvider.Call(clock.instant(), Operation.STOP, shop.id()));
        assertThat(platform.writes()).isEqualTo(1);
        assertThat(shop.stops()).isZero();
    }

    @Test
    void whatIsOnlyRoutedToCannotBeStopped() {
        FakeApp legacy = platform.add("legacy").alwaysOn(true);

        PawseException refused = catchThrowableOfType(PawseException.class, () -> scaling.stop(legacy.id()));

        assertThat(refused.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(legacy.state()).isEqualTo(AppState.RUNNING);
    }

    private PawseException startFails() {
        return catchThrowableOfType(PawseException.class, () -> scaling.start(shop.id(), ONE));
    }
}
