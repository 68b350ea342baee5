package dev.pawse.core;

import static dev.pawse.core.Engine.SHOP;
import static dev.pawse.core.Engine.STOCK;
import static dev.pawse.core.Engine.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Event;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Hook.Outcome;
import dev.pawse.spi.Hook.Point;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.Registry.Usage;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.FakeApp;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Gate;
import dev.pawse.testkit.ManualClock;
import dev.pawse.testkit.Operation;
import dev.pawse.testkit.RecordingHook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeTest {
    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = Engine.platform(clock);
    private final FakeApp shop = platform.add("shop").formation(Map.of("web", 0, "worker", 0));
    private final RecordingHook hook = new RecordingHook("guard");
    private final InMemoryRegistry registry = new InMemoryRegistry(clock::nanoTime);
    private final Engine engine = Engine.of(
                    clock, platform, builder -> builder.registry(registry).hook(hook))
            .started();

    @AfterEach
    void close() {
        platform.faults().heal();
        engine.close();
    }

    @Test
    void anAppOfWhichNothingIsRememberedGetsOneWebProcess() {
        engine.wake(SHOP);

        assertThat(shop.formation().toString()).isEqualTo("web=1 worker=0");
    }

    @Test
    void theEventTellsWhatRunsAndTheHooksRunAroundIt() {
        engine.wake(SHOP);

        eventually("the event", () -> !engine.events(Event.Woke.class).isEmpty());
        assertThat(hook.points(SHOP)).containsExactly(Point.BEFORE_START, Point.AFTER_START);
        assertThat(engine.events(Event.Woke.class))
                .singleElement()
                .satisfies(woke -> assertThat(woke.formation().toString()).isEqualTo("web=1 worker=0"));
        assertThat(registry.entry(SHOP)).map(Entry::stage).contains(Stage.AWAKE);
    }

    @Test
    void anAppThatStartsAlreadyIsWaitedFor() {
        shop.bootTakes(Duration.ofSeconds(2)).runByHand(Map.of("web", 2));

        CompletableFuture<App> waiter = engine.lifecycle().wake(SHOP).toCompletableFuture();
        eventually("polled", () -> platform.count(Operation.APP) > 1);
        assertThat(waiter).isNotDone();
        clock.advance(Duration.ofSeconds(2));

        Engine.await(waiter);
        assertThat(platform.count(Operation.START)).isZero();
        assertThat(shop.formation().toString()).isEqualTo("web=2 worker=0");
    }

    @Test
    void aProcessTypeThatIsGoneSinceIsLeftOut() {
        registry.compareAndSet(
                0, new Entry(SHOP, 0, Stage.ASLEEP, Formation.of(Map.of("web", 2, "clock", 1)), clock.instant()));

        engine.wake(SHOP);

        assertThat(shop.formation().toString()).isEqualTo("web=2 worker=0");
    }

    @Test
    void anAppThatTheProviderDoesNotKnowIsNotFound() {
        assertThat(engine.wakeFails(STOCK).reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(engine.wakeFails(new AppId("nowhere", "shop")).reason()).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void aWakeThatTakesTooLongEndsWithATimeOut() {
        shop.bootTakes(Duration.ofDays(1));
        CompletableFuture<App> waiter = engine.lifecycle().wake(SHOP).toCompletableFuture();
        eventually("polled", () -> platform.count(Operation.APP) > 2);

        clock.advance(Duration.ofSeconds(121));

        assertThat(failure(waiter).reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(failure(waiter).message()).contains("120 s").contains("starting");
        eventually(
                "what was started is left to the sweeps",
                () -> registry.entry(SHOP).map(Entry::stage).orElse(Stage.WAKING) == Stage.AWAKE);
    }

    @Test
    void aProviderThatNeverReturnsDoesNotKeepThoseWhoWait() {
        Gate gate = platform.faults().on(Operation.START).block();
        try (Engine hasty = Engine.of(
                        clock,
                        platform,
                        builder -> builder.nanoTime(System::nanoTime).wakeLimit(Duration.ofMillis(200)))
                .started()) {
            assertThat(hasty.wakeFails(SHOP).reason()).isEqualTo(Reason.TIMEOUT);
            gate.open();
        }
    }

    @Test
    void anAppThatCrashesWhileItStartsIsAFailure() {
        shop.bootFails(true);

        PawseException failure = engine.wakeFails(SHOP);

        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
        assertThat(failure.message()).contains("crashed");
    }

    @Test
    void aStartWhoseAnswerIsLostIsAStart() {
        platform.faults().on(Operation.START).loseAnswers(1, new PawseException(Reason.TIMEOUT, "no answer"));

        engine.wake(SHOP);

        assertThat(platform.count(Operation.START)).isOne();
    }

    @Test
    void anOrderThatGotLostIsGivenAgain() {
        shop.bootTakes(Duration.ofDays(1));
        CompletableFuture<App> waiter = engine.lifecycle().wake(SHOP).toCompletableFuture();
        eventually("polled", () -> platform.count(Operation.APP) > 2);
        shop.bootTakes(Duration.ZERO).stopped();
        clock.advance(Duration.ofSeconds(16));

        Engine.await(waiter);

        assertThat(platform.count(Operation.START)).isEqualTo(2);
    }

    @Test
    void anAppThatFailedToWakeMayBeTriedAgainAtOnce() {
        platform.faults().on(Operation.START).failNext(1, Reason.TIMEOUT);
        assertThat(engine.wakeFails(SHOP).reason()).isEqualTo(Reason.TIMEOUT);

        engine.wake(SHOP);

        assertThat(shop.starts()).isOne();
    }

    @Test
    void whileThePlatformAsksForFewerCallsTheWaitersGoOnWaiting() {
        platform.faults()
                .on(Operation.START)
                .failNext(
                        2,
                        new PawseException(Reason.RATE_LIMITED, "fewer calls").withRetryAfter(Duration.ofMillis(20)));

        engine.wake(SHOP);

        assertThat(hook.points(SHOP))
                .filteredOn(point -> point == Point.BEFORE_START)
                .hasSize(1);
        assertThat(shop.starts()).isOne();
    }

    @Test
    void anAnswerThatFailsToComeWhileItBootsDoesNotEndTheWake() {
        shop.bootTakes(Duration.ofSeconds(1));
        platform.faults()
                .on(Operation.START)
                .doing(() -> platform.faults()
                        .on(Operation.APP)
                        .failNext(
                                2, new PawseException(Reason.UNAVAILABLE, "502").withRetryAfter(Duration.ofMillis(5))));
        CompletableFuture<App> waiter = engine.lifecycle().wake(SHOP).toCompletableFuture();
        eventually("polled past the failures", () -> platform.count(Operation.APP) > 4);

        clock.advance(Duration.ofSeconds(1));

        assertThat(Engine.await(waiter).id()).isEqualTo(SHOP);
    }

    @Test
    void afterThreeFailedWakesItIsNotTriedForAWhileAndThenOnce() {
        platform.faults().on(Operation.START).fail(Reason.FAILED);
        for (int i = 0; i < 3; i++) {
            assertThat(engine.wakeFails(SHOP).reason()).isEqualTo(Reason.FAILED);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(engine.wakeFails(SHOP).retryAfter()).isPresent();
        }
        assertThat(platform.count(Operation.START)).isEqualTo(3);

        clock.advance(Duration.ofSeconds(8));
        List<CompletableFuture<App>> waiters = java.util.stream.Stream.generate(
                        () -> engine.lifecycle().wake(SHOP).toCompletableFuture())
                .limit(50)
                .toList();

        waiters.forEach(waiter -> assertThat(failure(waiter)).isNotNull());
        assertThat(platform.count(Operation.START)).isEqualTo(4);
        platform.faults().heal();
        clock.advance(Duration.ofSeconds(16));
        engine.wake(SHOP);
    }

    @Test
    void aRequiredHookThatFailsPreventsTheStart() {
        hook.always(Point.BEFORE_START, new Outcome.Failed("exit 3"));
        engine.wake(SHOP);
        shop.stopped();
        platform.forgetCalls();

        Rules required = new Rules(
                AppPolicy.builder().requiredHooks(Set.of(Point.BEFORE_START)).build(), List.of());
        try (Engine strict = Engine.of(
                        clock, platform, builder -> builder.rules(required).hook(hook))
                .started()) {
            assertThat(strict.wakeFails(SHOP).message()).contains("guard").contains("exit 3");
            assertThat(platform.writes()).isZero();
        }
    }

    @Test
    void twoProcessesStartAnAppOnce() {
        shop.bootTakes(Duration.ofSeconds(1));
        try (Engine other = Engine.of(clock, platform, builder -> builder.registry(new Borrowed(registry)))
                .started()) {
            CompletableFuture<App> here = engine.lifecycle().wake(SHOP).toCompletableFuture();
            CompletableFuture<App> there = other.lifecycle().wake(SHOP).toCompletableFuture();
            eventually("started", () -> shop.starts() == 1);
            clock.advance(Duration.ofSeconds(1));

            assertThat(Engine.await(here).id()).isEqualTo(Engine.await(there).id());
            assertThat(platform.count(Operation.START)).isOne();
        }
    }

    @Test
    void withoutItsRegistryAnAppIsWokenAllTheSame() {
        Registry away = new Borrowed(registry) {
            @Override
            public Optional<Entry> entry(AppId app) {
                throw new PawseException(Reason.UNAVAILABLE, "the registry is away");
            }

            @Override
            public Optional<Lease> acquire(String name, Duration ttl) {
                throw new PawseException(Reason.UNAVAILABLE, "the registry is away");
            }
        };
        try (Engine alone =
                Engine.of(clock, platform, builder -> builder.registry(away)).started()) {
            assertThat(alone.wake(SHOP).id()).isEqualTo(SHOP);
        }
    }

    @Test
    void aDoubtIsFollowedByOneLookHoweverManyAsk() {
        shop.formation(Map.of("web", 1, "worker", 0));
        engine.wake(SHOP);
        platform.forgetCalls();

        engine.lifecycle().doubt(SHOP);
        assertThat(engine.lifecycle().awake(SHOP)).isNull();
        List<CompletableFuture<App>> waiters = java.util.stream.Stream.generate(
                        () -> engine.lifecycle().wake(SHOP).toCompletableFuture())
                .limit(100)
                .toList();

        waiters.forEach(Engine::await);
        assertThat(platform.count(Operation.APP)).isOne();
        assertThat(platform.writes()).isZero();
    }

    @Test
    void anAppThatWasStoppedByOthersIsWokenAfterADoubt() {
        shop.formation(Map.of("web", 1, "worker", 0));
        engine.wake(SHOP);
        shop.stopped();

        engine.lifecycle().doubt(SHOP);
        engine.wake(SHOP);

        assertThat(shop.starts()).isOne();
    }

    @Test
    void aWakeBeginsAFullIdleTime() {
        engine.idle();
        engine.wake(SHOP);

        assertThat(engine.lifecycle().rest(SHOP, Engine.MAX_IDLE)).isFalse();
    }

    @Test
    void closingTellsThoseWhoWait() {
        Gate gate = platform.faults().on(Operation.START).block();
        CompletableFuture<App> waiter = engine.lifecycle().wake(SHOP).toCompletableFuture();
        gate.awaitArrived(1);

        CompletableFuture<Void> closing = Background.run(engine::close);

        assertThat(failure(waiter).message()).contains("Pawse is being stopped");
        gate.open();
        closing.join();
        assertThat(engine.wakeFails(SHOP).reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    private static PawseException failure(CompletableFuture<App> waiter) {
        try {
            throw new AssertionError("woke: " + Engine.await(waiter));
        } catch (PawseException e) {
            return e;
        }
    }

    /** Another process's view of a registry: closing it closes nothing. */
    private static class Borrowed extends TwoProcesses {
        private Borrowed(Registry registry) {
            super(registry, new Usage(0, Duration.ofDays(1)));
        }
    }
}
