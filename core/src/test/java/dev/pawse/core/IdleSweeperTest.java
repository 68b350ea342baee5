package dev.pawse.core;

import static dev.pawse.core.Engine.MAX_IDLE;
import static dev.pawse.core.Engine.SHOP;
import static dev.pawse.core.Engine.STOCK;
import static dev.pawse.core.Engine.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.core.Decision.Action;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Event;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry;
import dev.pawse.spi.capability.Capability;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.FakeApp;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Gate;
import dev.pawse.testkit.ManualClock;
import dev.pawse.testkit.Operation;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleSweeperTest {
    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = Engine.platform(clock);
    private final FakeApp shop =
            platform.add("shop").formation(Map.of("web", 2)).hosts("shop.example.test");
    private final FakeApp stock = platform.add("stock");
    private final InMemoryRegistry registry = new InMemoryRegistry(clock::nanoTime);
    private final Engine engine =
            Engine.of(clock, platform, builder -> builder.registry(registry)).started();

    @AfterEach
    void close() {
        platform.faults().heal();
        engine.close();
    }

    @Test
    void whatIsIdleIsStoppedAndNothingElse() {
        engine.idle();
        engine.activity().touch(STOCK);

        engine.pawse.sweep();

        assertThat(shop.stops()).isOne();
        assertThat(stock.stops()).isZero();
    }

    @Test
    void whatWasScaledByHandIsWrittenDownAtTheNextSweep() {
        shop.runByHand(Map.of("web", 3, "worker", 2));

        engine.pawse.sweep();

        assertThat(registry.entry(SHOP).orElseThrow().formation().toString()).isEqualTo("web=3 worker=2");
    }

    @Test
    void anAppIsNotStoppedBeforeItWasKnownForItsWholeIdleTime() {
        engine.idle();
        FakeApp late = platform.add("late");

        engine.pawse.sweep();
        engine.pawse.sweep();
        assertThat(late.stops()).isZero();
        engine.idle();
        engine.pawse.sweep();

        assertThat(late.stops()).isOne();
    }

    @Test
    void idleTimesBeyondAnHourCountToTheirEnd() {
        Rules rules = new Rules(Duration.ofMinutes(90));
        try (Engine patient = with(builder -> builder.rules(rules))) {
            for (int minute = 0; minute < 89; minute++) {
                clock.advance(Duration.ofMinutes(1));
                patient.pawse.sweep();
            }
            assertThat(shop.stops()).isZero();

            clock.advance(Duration.ofMinutes(1));
            patient.pawse.sweep();
            assertThat(shop.stops()).isOne();
        }
    }

    @Test
    void aStepOfTheWallClockStopsNothing() {
        clock.step(Duration.ofHours(2));
        engine.pawse.sweep();
        clock.step(Duration.ofHours(-4));
        engine.pawse.sweep();

        assertThat(platform.writes()).isZero();
    }

    @Test
    void withNoIdleTimeAtAllAnAppRestsAtTheFirstSweepBeforeWhichItWasNotUsed() {
        try (Engine eager = with(builder -> builder.rules(new Rules(Duration.ZERO)))) {
            eager.activity().begin(SHOP).end();
            eager.activity().begin(STOCK);
            eager.pawse.sweep();
            assertThat(platform.writes()).isZero();

            eager.pawse.sweep();
            assertThat(shop.stops()).isOne();
            assertThat(stock.stops()).isZero();
        }
    }

    @Test
    void oneAppThatFailsDoesNotStopTheOthers() {
        platform.faults().on(Operation.STOP, SHOP).fail(Reason.UNAVAILABLE);
        engine.idle();

        engine.pawse.sweep();

        assertThat(stock.stops()).isOne();
        assertThat(engine.events(Event.RestFailed.class)).hasSize(1);
    }

    @Test
    void aStopThatFailedIsTriedAgainUntilItWorks() {
        platform.faults().on(Operation.STOP, SHOP).failNext(10, new PawseException(Reason.UNAVAILABLE, "502"));
        engine.idle();

        for (int sweep = 0; sweep < 11; sweep++) {
            engine.pawse.sweep();
        }

        assertThat(shop.stops()).isOne();
        assertThat(engine.events(Event.RestFailed.class)).hasSize(10);
    }

    @Test
    void oneProviderThatFailsDoesNotStopTheOthers() {
        FakeProvider broken = FakeProvider.builder("broken").clock(clock).build();
        broken.add("app");
        broken.faults().on(Operation.APPS).fail(Reason.UNAUTHORIZED);
        try (Engine two = with(builder -> builder.provider("broken", broken))) {
            assertThat(two.pawse.isReady()).isTrue();
            two.idle();
            two.pawse.sweep();
            assertThat(shop.stops()).isOne();

            broken.faults().heal();
            two.pawse.sweep();
            assertThat(two.pawse.app(new AppId("broken", "app"))).isPresent();
        }
    }

    @Test
    void aSweepIsLeftOutWhileOneGoesOn() {
        Gate gate = platform.faults().on(Operation.APPS).block();
        CompletableFuture<Void> first = Background.run(engine.pawse::sweep);
        gate.awaitArrived(1);

        engine.pawse.sweep();
        gate.open();
        first.join();

        assertThat(gate.arrived()).isOne();
    }

    @Test
    void onlyTheLeaderStopsApps() {
        engine.idle();
        try (Registry.Lease lease =
                registry.acquire("sweep", Duration.ofHours(1)).orElseThrow()) {
            engine.pawse.sweep();
            assertThat(lease.held()).isTrue();
        }
        assertThat(platform.writes()).isZero();

        engine.pawse.sweep();
        assertThat(shop.stops()).isOne();
    }

    @Test
    void aDeletedAppIsForgotten() {
        engine.idle();
        engine.pawse.sweep();
        assertThat(engine.pawse.directory().find("shop.example.test")).isEqualTo(SHOP);
        assertThat(registry.entry(SHOP)).isPresent();

        platform.delete("shop");
        engine.pawse.sweep();

        assertThat(engine.pawse.app(SHOP)).isEmpty();
        assertThat(engine.pawse.directory().find("shop.example.test")).isNull();
        assertThat(registry.entry(SHOP)).isEmpty();
        assertThat(engine.activity().apps()).doesNotContain(SHOP);
        assertThat(engine.events(Event.Forgotten.class)).hasSize(1);
    }

    @Test
    void anAppThatOnlyTheListForgetsStays() {
        ShortList list = new ShortList(platform);
        try (Engine doubtful = with(builder -> builder.provider("test", list))) {
            list.cut = true;
            for (int sweep = 0; sweep < 5; sweep++) {
                clock.advance(Duration.ofSeconds(60));
                doubtful.pawse.sweep();
            }

            assertThat(doubtful.pawse.app(SHOP)).isPresent();
            assertThat(doubtful.events(Event.Forgotten.class)).isEmpty();
        }
    }

    @Test
    void whatIsMissingInTheListIsForgottenAfterThreeListsWhenItCannotBeAskedFor() {
        platform.delete("shop");
        platform.faults().on(Operation.APP, SHOP).fail(Reason.UNAVAILABLE);

        engine.pawse.sweep();
        engine.pawse.sweep();
        assertThat(engine.pawse.app(SHOP)).isPresent();
        engine.pawse.sweep();

        assertThat(engine.pawse.app(SHOP)).isEmpty();
    }

    @Test
    void anAppThatSomebodyElseStartedIsNoticedAndGetsItsIdleTime() {
        engine.idle();
        engine.pawse.sweep();
        clock.advance(Duration.ofMinutes(1));
        shop.runByHand(Map.of("web", 5));
        engine.idle();

        engine.pawse.sweep();

        assertThat(engine.events(Event.StartedElsewhere.class)).hasSize(1);
        assertThat(shop.formation().toString()).isEqualTo("web=5");
        engine.idle();
        engine.pawse.sweep();
        engine.wake(SHOP);
        assertThat(shop.formation().toString()).isEqualTo("web=5");
    }

    @Test
    void anAppThatSomebodyElseStoppedIsNoticedAndWokenAsItRan() {
        engine.wake(SHOP);
        clock.advance(Duration.ofMinutes(1));
        engine.pawse.sweep();
        clock.advance(Duration.ofMinutes(1));
        shop.stopped();

        engine.pawse.sweep();

        assertThat(engine.lifecycle().awake(SHOP)).isNull();
        assertThat(engine.events(Event.StoppedElsewhere.class)).hasSize(1);
        engine.wake(SHOP);
        assertThat(shop.formation().toString()).isEqualTo("web=2");
    }

    @Test
    void anAppThatCrashedIsLookedAtAgain() {
        engine.wake(SHOP);
        clock.advance(Duration.ofSeconds(1));
        shop.crash();

        engine.pawse.sweep();

        assertThat(engine.lifecycle().awake(SHOP)).isNull();
        assertThat(engine.pawse.app(SHOP)).map(AppReport::state).contains(AppState.CRASHED);
        engine.wake(SHOP);
        assertThat(shop.starts()).isOne();
    }

    @Test
    void aListThatWasAskedForBeforeAWakeDoesNotUndoIt() {
        shop.stopped();
        engine.pawse.sweep();
        List<Event.StoppedElsewhere> before = engine.events(Event.StoppedElsewhere.class);
        Gate gate = platform.faults().on(Operation.APPS).blockAnswers();
        CompletableFuture<Void> sweep = Background.run(engine.pawse::sweep);
        gate.awaitArrived(1);
        clock.advance(Duration.ofSeconds(1));
        engine.wake(SHOP);

        gate.open();
        sweep.join();

        assertThat(engine.lifecycle().awake(SHOP)).isNotNull();
        assertThat(engine.events(Event.StoppedElsewhere.class)).isEqualTo(before);
    }

    @Test
    void ignoredAppsAreForwardedToAndNeverTouched() {
        Rules rules = new Rules(MAX_IDLE).with(Globs.of("shop"), Globs.none());
        try (Engine careful = with(builder -> builder.rules(rules))) {
            shop.stopped();
            careful.idle();
            careful.pawse.sweep();
            platform.forgetCalls();

            assertThat(careful.lifecycle().awake(SHOP)).isNotNull();
            assertThat(careful.wake(SHOP).id()).isEqualTo(SHOP);
            assertThat(careful.lifecycle().rest(SHOP, Duration.ZERO)).isFalse();
            assertThat(platform.calls()).isEmpty();
        }
    }

    @Test
    void whatNobodyClaimedIsForwardedToAndStoppedOnlyWhereTheListOfManagedAppsNamesIt() {
        AppId cluster = new AppId("test", "cluster");
        FakeApp found = platform.add("cluster").claimed(false);
        engine.pawse.sweep();
        engine.idle();
        engine.pawse.sweep();

        assertThat(engine.pawse.policy(cluster).ignored()).isTrue();
        assertThat(engine.lifecycle().awake(cluster)).isNotNull();
        assertThat(engine.pawse.plan())
                .filteredOn(decision -> decision.app().equals(cluster))
                .singleElement()
                .satisfies(decision -> assertThat(decision.action()).isEqualTo(Action.LEAVE));
        assertThat(found.stops()).isZero();

        Rules named = new Rules(MAX_IDLE).with(Globs.none(), Globs.of("cluster"));
        try (Engine told = with(builder -> builder.rules(named))) {
            told.idle();
            told.pawse.sweep();

            assertThat(found.stops()).isOne();
        }
    }

    @Test
    void anAppThatIsAlwaysOnIsForwardedTo() {
        AppId legacy = new AppId("test", "legacy");
        platform.add("legacy").alwaysOn(true);

        engine.pawse.sweep();
        engine.idle();
        engine.pawse.sweep();

        assertThat(engine.lifecycle().awake(legacy)).isNotNull();
        assertThat(platform.count(Operation.STOP, legacy)).isZero();
    }

    @Test
    void aScheduleKeepsAnAppAwake() {
        Rules rules = new Rules(
                AppPolicy.builder()
                        .schedule(Schedule.parse(List.of("08:00-19:00"), ZoneOffset.UTC))
                        .build(),
                List.of());
        try (Engine scheduled = with(builder -> builder.rules(rules))) {
            scheduled.idle();
            scheduled.pawse.sweep();
            assertThat(platform.writes()).isZero();

            clock.advance(Duration.ofHours(8));
            scheduled.pawse.sweep();
            assertThat(shop.stops()).isOne();
        }
    }

    @Test
    void thePlanIsWhatTheNextSweepDoes() {
        engine.idle();
        engine.activity().touch(STOCK);
        platform.add("asleep").stopped();
        platform.forgetCalls();

        List<Decision> plan = engine.pawse.plan();
        assertThat(platform.writes()).isZero();
        engine.pawse.sweep();

        assertThat(plan)
                .extracting(decision ->
                        decision.app().name() + " " + decision.action().label())
                .containsExactly("asleep leave", "shop rest", "stock keep");
        assertThat(shop.stops() + stock.stops()).isOne();
        assertThat(plan.get(1).why()).isEqualTo("idle for 15m1s of 15m");
    }

    @Test
    void thePlanOfAnEngineThatWasNotStartedChangesNothing() {
        InMemoryRegistry told = new InMemoryRegistry(clock::nanoTime);
        told.publish(Map.of(SHOP, new Registry.Usage(0, Duration.ofHours(1))));
        Map<AppId, Registry.Usage> before = told.usage();
        platform.forgetCalls();
        try (Engine looking = Engine.of(clock, platform, builder -> builder.registry(told))) {
            assertThat(looking.pawse.plan())
                    .filteredOn(decision -> decision.action() == Action.REST)
                    .extracting(Decision::app)
                    .containsExactly(SHOP);
            assertThat(looking.events()).isEmpty();
            assertThat(looking.pawse.isReady()).isFalse();
        }
        assertThat(platform.writes()).isZero();
        assertThat(told.entries()).isEmpty();
        assertThat(told.usage()).isEqualTo(before);
    }

    @Test
    void aDryRunChangesNothingForADay() {
        InMemoryRegistry untouched = new InMemoryRegistry(clock::nanoTime);
        try (Engine dry = with(builder -> builder.dryRun(true).registry(untouched))) {
            for (int minute = 0; minute < 24 * 60; minute += 5) {
                clock.advance(Duration.ofMinutes(5));
                dry.pawse.sweep();
            }
            assertThat(dry.pawse.plan()).allMatch(decision -> decision.action() == Action.REST);
            assertThat(dry.lifecycle().rest(SHOP, Duration.ZERO)).isFalse();
            shop.stopped();
            assertThat(dry.wakeFails(SHOP).message()).contains("dry run");
        }

        assertThat(platform.writes()).isZero();
        assertThat(untouched.entries()).isEmpty();
    }

    @Test
    void sweepsComeWhenTheScheduleSaysSo() {
        try (Engine scheduled = with(builder -> builder.sweeps(now -> now.plus(Duration.ofMinutes(10))))) {
            platform.forgetCalls();
            clock.advance(Duration.ofMinutes(10));
            eventually("a sweep", () -> platform.count(Operation.APPS) == 1);

            clock.step(Duration.ofHours(-5));
            eventually("a sweep in spite of the step", () -> {
                clock.advance(Duration.ofMinutes(1));
                return platform.count(Operation.APPS) > 1;
            });
            assertThat(scheduled.pawse.isReady()).isTrue();
        }
    }

    private Engine with(UnaryOperator<Pawse.Builder> more) {
        return Engine.of(
                        clock,
                        platform,
                        builder -> more.apply(builder.registry(
                                new TwoProcesses(registry, new Registry.Usage(0, Duration.ofDays(1))))))
                .started();
    }

    /** A provider whose list may be cut although the apps are there. */
    private static final class ShortList implements Provider {
        private final FakeProvider platform;
        private volatile boolean cut;

        private ShortList(FakeProvider platform) {
            this.platform = platform;
        }

        @Override
        public List<App> apps() {
            return cut ? List.of() : platform.apps();
        }

        @Override
        public Optional<App> app(AppId id) {
            return platform.app(id);
        }

        @Override
        public <C extends Capability> Optional<C> capability(Class<C> type) {
            return type == Scaling.class ? platform.capability(type) : Optional.empty();
        }
    }
}
