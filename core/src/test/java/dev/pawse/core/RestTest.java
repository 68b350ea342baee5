package dev.pawse.core;

import static dev.pawse.core.Engine.MAX_IDLE;
import static dev.pawse.core.Engine.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.pawse.testkit.FakeApp;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.ManualClock;
import dev.pawse.testkit.Operation;
import dev.pawse.testkit.RecordingHook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestTest {
    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = Engine.platform(clock);
    private final FakeApp shop = platform.add("shop").formation(Map.of("web", 3, "worker", 2, "cron", 0));
    private final RecordingHook hook = new RecordingHook("guard");
    private final InMemoryRegistry registry = new InMemoryRegistry(clock::nanoTime);
    private final Engine engine = Engine.of(
                    clock, platform, builder -> builder.registry(registry).hook(hook))
            .started();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void anIdleAppIsStoppedOnceAndItsFormationRemembered() {
        engine.idle();

        assertThat(rest()).isTrue();

        assertThat(platform.count(Operation.STOP)).isOne();
        assertThat(entry().stage()).isEqualTo(Stage.ASLEEP);
        assertThat(entry().formation().toString()).isEqualTo("cron=0 web=3 worker=2");
        assertThat(hook.points(SHOP)).containsExactly(Point.BEFORE_STOP, Point.AFTER_STOP);
        assertThat(engine.events(Event.Rested.class))
                .singleElement()
                .satisfies(rested -> assertThat(rested.idle()).isEqualTo(MAX_IDLE.plusSeconds(1)));
    }

    @Test
    void anAppIsNotStoppedBeforeItsTime() {
        clock.advance(MAX_IDLE.minusSeconds(1));

        assertThat(rest()).isFalse();

        assertThat(platform.writes()).isZero();
    }

    @Test
    void anAppWithSomethingInFlightIsNotStopped() {
        Activity.Use download = engine.activity().begin(SHOP);
        engine.idle();

        assertThat(rest()).isFalse();
        download.end();
        assertThat(rest()).isFalse();
        engine.idle();

        assertThat(rest()).isTrue();
    }

    @Test
    void theFormationAndTheIntentAreWrittenBeforeTheStop() {
        List<Entry> whenStopped = new ArrayList<>();
        platform.faults().on(Operation.STOP).doing(() -> whenStopped.add(entry()));
        engine.idle();

        rest();

        assertThat(whenStopped).singleElement().satisfies(entry -> {
            assertThat(entry.stage()).isEqualTo(Stage.RESTING);
            assertThat(entry.formation()).isEqualTo(Formation.of(Map.of("web", 3, "worker", 2, "cron", 0)));
        });
    }

    @Test
    void aRememberedFormationIsNeverOverwrittenByZero() {
        engine.idle();
        rest();

        assertThat(rest()).isFalse();
        engine.lifecycle().sleep(SHOP);

        assertThat(entry().formation().toString()).isEqualTo("cron=0 web=3 worker=2");
        assertThat(platform.count(Operation.STOP)).isOne();
    }

    @Test
    void aRequestWhileTheBeforeHookRunsCancelsTheStopAndIsServedAtOnce() {
        engine.wake(SHOP);
        engine.idle();
        List<Boolean> served = new ArrayList<>();
        hook.doing(run -> {
            if (run.point() == Point.BEFORE_STOP) {
                Activity.Use use = engine.activity().begin(SHOP);
                served.add(engine.lifecycle().wake(SHOP).toCompletableFuture().isDone());
                use.end();
            }
        });

        assertThat(rest()).isFalse();

        assertThat(served).containsExactly(true);
        assertThat(platform.writes()).isZero();
        assertThat(engine.lifecycle().awake(SHOP)).isNotNull();
        assertThat(entry().stage()).isEqualTo(Stage.AWAKE);
        assertThat(engine.events(Event.RestCancelled.class)).hasSize(1);
    }

    @Test
    void aUseThatBeganAndEndedMeanwhileCancelsTheStop() {
        engine.idle();
        hook.doing(run -> engine.activity().begin(SHOP).end());

        assertThat(engine.lifecycle().rest(SHOP, Duration.ZERO)).isFalse();

        assertThat(platform.writes()).isZero();
    }

    @Test
    void aHookCanVetoTheStop() {
        engine.idle();
        hook.next(Point.BEFORE_STOP, new Outcome.Vetoed("a job runs"));

        assertThat(rest()).isFalse();
        assertThat(engine.events(Event.RestCancelled.class))
                .singleElement()
                .satisfies(event -> assertThat(event.why()).contains("a job runs"));
        assertThat(platform.writes()).isZero();

        assertThat(rest()).isTrue();
    }

    @Test
    void aFailedHookPreventsTheStopOnlyWhenItIsRequired() {
        hook.always(Point.BEFORE_STOP, new Outcome.Failed("exit 1"));
        engine.idle();
        assertThat(rest()).isTrue();

        Rules required = new Rules(
                AppPolicy.builder().requiredHooks(Set.of(Point.BEFORE_STOP)).build(), List.of());
        shop.formation(Map.of("web", 1));
        platform.forgetCalls();
        try (Engine strict = Engine.of(
                        clock, platform, builder -> builder.rules(required).hook(hook))
                .started()) {
            strict.idle();

            assertThat(strict.lifecycle().rest(SHOP, MAX_IDLE)).isFalse();

            assertThat(platform.writes()).isZero();
            assertThat(strict.events(Event.RestCancelled.class)).hasSize(1);
        }
    }

    @Test
    void aStopThatFailsIsAnEventAndCanBeTriedAgain() {
        engine.wake(SHOP);
        engine.idle();
        platform.faults().on(Operation.STOP).failNext(1, Reason.UNAVAILABLE);

        assertThat(rest()).isFalse();
        assertThat(engine.events(Event.RestFailed.class)).hasSize(1);
        assertThat(entry().stage()).isEqualTo(Stage.AWAKE);

        assertThat(rest()).isTrue();
        assertThat(engine.wake(SHOP).formation().toString()).isEqualTo("cron=0 web=3 worker=2");
    }

    @Test
    void aStopWhoseAnswerIsLostIsAStop() {
        engine.idle();
        platform.faults().on(Operation.STOP).loseAnswers(1, new PawseException(Reason.TIMEOUT, "no answer"));

        assertThat(rest()).isTrue();

        assertThat(entry().stage()).isEqualTo(Stage.ASLEEP);
        assertThat(platform.count(Operation.STOP)).isOne();
    }

    @Test
    void aStopOfWhichNothingIsKnownStaysAnOpenIntent() {
        engine.idle();
        platform.faults()
                .on(Operation.STOP)
                .doing(() -> platform.faults().on(Operation.APP).failNext(1, Reason.UNAVAILABLE));
        platform.faults().on(Operation.STOP).loseAnswers(1, new PawseException(Reason.TIMEOUT, "no answer"));

        assertThat(rest()).isFalse();
        assertThat(entry().stage()).isEqualTo(Stage.RESTING);

        engine.pawse.sweep();
        assertThat(entry().stage()).isEqualTo(Stage.ASLEEP);
    }

    @Test
    void anAppThatAnotherProcessUsesIsNotStopped() {
        Registry shared = new TwoProcesses(registry, new Usage(1, Duration.ZERO));
        try (Engine one =
                Engine.of(clock, platform, builder -> builder.registry(shared)).started()) {
            one.idle();

            assertThat(one.lifecycle().rest(SHOP, MAX_IDLE)).isFalse();

            assertThat(platform.writes()).isZero();
        }
    }

    @Test
    void anotherProcessThatWakesItWhileItIsStoppedIsNotOverruled() {
        engine.idle();
        platform.faults()
                .on(Operation.STOP)
                .doing(() -> registry.compareAndSet(
                        entry().epoch(), new Entry(SHOP, 0, Stage.AWAKE, entry().formation(), clock.instant())));

        rest();

        Engine.eventually("woken again", () -> shop.starts() == 1);
        assertThat(shop.formation().toString()).isEqualTo("cron=0 web=3 worker=2");
    }

    @Test
    void anotherProcessThatWokeItBeforeTheStopCancelsIt() {
        engine.idle();
        Registry waking = new TwoProcesses(registry, new Usage(0, MAX_IDLE)) {
            @Override
            public Map<AppId, Usage> usage() {
                Entry now = registry.entry(SHOP).orElseThrow();
                registry.compareAndSet(now.epoch(), new Entry(SHOP, 0, Stage.AWAKE, now.formation(), clock.instant()));
                return super.usage();
            }
        };
        registry.compareAndSet(0, new Entry(SHOP, 0, Stage.AWAKE, shop.formation(), clock.instant()));
        try (Engine one =
                Engine.of(clock, platform, builder -> builder.registry(waking)).started()) {
            one.idle();

            assertThat(one.lifecycle().rest(SHOP, MAX_IDLE)).isFalse();

            assertThat(platform.writes()).isZero();
        }
    }

    @Test
    void aStopThatIsObjectedToBeforeItBeganLeavesTheAppAwake() {
        registry.compareAndSet(0, new Entry(SHOP, 0, Stage.AWAKE, shop.formation(), clock.instant()));
        try (Engine one = Engine.of(
                        clock, platform, builder -> builder.registry(objecting(new Usage(1, Duration.ZERO))))
                .started()) {
            one.idle();

            assertThat(one.lifecycle().rest(SHOP, MAX_IDLE)).isFalse();

            assertThat(platform.writes()).isZero();
            assertThat(entry().stage()).isEqualTo(Stage.AWAKE);
        }
    }

    @Test
    void aCancelledStopOfAnAppThatWasLeftHalfStoppedLeavesTheRestToTheNextSweep() {
        Formation whole = Formation.of(Map.of("web", 3, "worker", 2, "cron", 0));
        for (Registry shared : List.of(
                new TwoProcesses(registry, new Usage(1, Duration.ZERO)), objecting(new Usage(1, Duration.ZERO)))) {
            try (Engine one = Engine.of(clock, platform, builder -> builder.registry(shared))
                    .started()) {
                one.idle();
                platform.forgetCalls();
                shop.formation(Map.of("web", 3, "worker", 0, "cron", 0));
                long epoch = registry.entry(SHOP).map(Entry::epoch).orElse(0L);
                registry.compareAndSet(epoch, new Entry(SHOP, 0, Stage.RESTING, whole, clock.instant()));

                assertThat(one.lifecycle().rest(SHOP, MAX_IDLE)).isFalse();

                assertThat(platform.writes()).isZero();
                assertThat(entry().stage()).isEqualTo(Stage.WAKING);
                assertThat(entry().formation()).isEqualTo(whole);
            }
        }

        engine.activity().touch(SHOP);
        engine.pawse.sweep();

        assertThat(shop.formation()).isEqualTo(whole);
        assertThat(entry().stage()).isEqualTo(Stage.AWAKE);
    }

    /** Another process, which objects to an intent as soon as it is asked for its use. */
    private Registry objecting(Usage theirs) {
        return new TwoProcesses(registry, theirs) {
            @Override
            public Map<AppId, Usage> usage() {
                registry.entry(SHOP)
                        .filter(now -> now.stage() == Stage.RESTING)
                        .ifPresent(now -> registry.compareAndSet(
                                now.epoch(), new Entry(SHOP, 0, Stage.WAKING, now.formation(), clock.instant())));
                return super.usage();
            }
        };
    }

    @Test
    void anAppWhoseLeaseAnotherHoldsIsLeftAlone() {
        engine.idle();
        try (Registry.Lease lease =
                registry.acquire("app:test/shop", Duration.ofHours(1)).orElseThrow()) {
            assertThat(lease.held()).isTrue();
            assertThat(rest()).isFalse();
        }

        assertThat(platform.writes()).isZero();
        assertThat(rest()).isTrue();
    }

    @Test
    void withoutItsRegistryNothingIsStopped() {
        Registry away = new TwoProcesses(registry, new Usage(0, MAX_IDLE)) {
            @Override
            public java.util.Optional<Entry> compareAndSet(long expectedEpoch, Entry next, long fence) {
                throw new PawseException(Reason.UNAVAILABLE, "the registry is away");
            }
        };
        try (Engine one =
                Engine.of(clock, platform, builder -> builder.registry(away)).started()) {
            one.idle();

            assertThat(one.lifecycle().rest(SHOP, MAX_IDLE)).isFalse();

            assertThat(platform.writes()).isZero();
            assertThat(one.events(Event.RestFailed.class)).hasSize(1);
        }
    }

    @Test
    void sleepStopsAnAppThatWasJustUsed() {
        engine.wake(SHOP);
        engine.activity().begin(SHOP).end();

        engine.lifecycle().sleep(SHOP);

        assertThat(shop.formation().isZero()).isTrue();
    }

    @Test
    void sleepSaysWhyItStopsNothing() {
        Activity.Use use = engine.activity().begin(SHOP);

        assertThatThrownBy(() -> engine.lifecycle().sleep(SHOP))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT))
                .hasMessageContaining("1 in flight");

        use.end();
        platform.faults().on(Operation.STOP).fail(Reason.FORBIDDEN);
        assertThatThrownBy(() -> engine.lifecycle().sleep(SHOP))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN));
    }

    private boolean rest() {
        return engine.lifecycle().rest(SHOP, MAX_IDLE);
    }

    private Entry entry() {
        return registry.entry(SHOP).orElseThrow();
    }
}
