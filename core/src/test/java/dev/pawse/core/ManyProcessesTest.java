package dev.pawse.core;

import static dev.pawse.core.Engine.MAX_IDLE;
import static dev.pawse.core.Engine.SHOP;
import static dev.pawse.core.Engine.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.Registry.Usage;
import dev.pawse.spi.capability.Capability;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.FakeApp;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Gate;
import dev.pawse.testkit.ManualClock;
import dev.pawse.testkit.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several engines before one platform, with one registry. */
class ManyProcessesTest {
    private static final Formation RAN = Formation.of(Map.of("web", 2, "worker", 1));

    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = Engine.platform(clock);
    private final FakeApp shop = platform.add("shop").formation(RAN);
    private final InMemoryRegistry store = new InMemoryRegistry(clock::nanoTime);
    private final List<Member> members = new ArrayList<>();

    @AfterEach
    void close() {
        platform.faults().heal();
        members.forEach(member -> member.engine.close());
    }

    @Test
    void ofManyThatWakeAnAppOneStartsItAndOneAsksThePlatform() {
        List<Member> all = IntStream.range(0, 5).mapToObj(number -> member()).toList();
        asleep(all.get(0));
        shop.bootTakes(Duration.ofSeconds(2));
        all.forEach(member -> member.looks.set(0));

        List<CompletableFuture<App>> waiters = all.stream()
                .map(member -> member.engine.lifecycle().wake(SHOP).toCompletableFuture())
                .toList();
        eventually("polled", () -> all.stream().anyMatch(member -> member.looks.get() > 10));

        assertThat(all).filteredOn(member -> member.looks.get() > 3).hasSize(1);
        clock.advance(Duration.ofSeconds(2));
        waiters.forEach(Engine::await);
        assertThat(platform.count(Operation.START)).isEqualTo(1);
        assertThat(shop.formation()).isEqualTo(RAN);
    }

    @Test
    void whoWaitsForAnotherTakesOverWhenThatOneDies() {
        Member first = member();
        Member second = member();
        asleep(first);
        Gate gate = platform.faults().on(Operation.START).block();
        first.engine.lifecycle().wake(SHOP);
        eventually(
                "the first one's order", () -> store.entry(SHOP).orElseThrow().stage() == Stage.WAKING);
        CompletableFuture<App> waiter = second.engine.lifecycle().wake(SHOP).toCompletableFuture();

        first.engine.pawse.abandon();
        platform.faults().heal();
        clock.advance(Leases.TTL);

        Engine.await(waiter);
        assertThat(shop.formation()).isEqualTo(RAN);
        gate.open();
    }

    @Test
    void anAppThatIsInUseElsewhereIsNotStopped() {
        Member second = member();
        second.engine.wake(SHOP);
        OneOfMany slow = new OneOfMany(store) {
            @Override
            public Optional<Usage> usage(AppId app) {
                Optional<Usage> before = super.usage(app);
                // The other one's use is too young to be told; its objection is faster than the answer.
                eventually(
                        "the objection", () -> store.entry(SHOP).orElseThrow().stage() != Stage.RESTING);
                return before;
            }
        };
        Member first = member(slow);
        first.engine.idle();

        Activity.Use use = second.engine.activity().begin(SHOP);
        try {
            assertThat(first.engine.lifecycle().rest(SHOP, MAX_IDLE)).isFalse();
        } finally {
            use.end();
        }

        assertThat(platform.count(Operation.STOP)).isZero();
        assertThat(shop.formation()).isEqualTo(RAN);
    }

    @Test
    void whatAnotherStoppedIsLookedAtBeforeItIsForwardedTo() {
        Member first = member();
        Member second = member();
        second.engine.wake(SHOP);
        assertThat(second.engine.lifecycle().awake(SHOP)).isNotNull();

        asleep(first);

        eventually("no forwarding", () -> second.engine.lifecycle().awake(SHOP) == null);
        assertThat(second.engine.wake(SHOP).state()).isEqualTo(AppState.RUNNING);
    }

    @Test
    void nothingIsStoppedWhileTheRegistryMayNotKnowEveryUse() {
        OneOfMany registry = new OneOfMany(store);
        Member only = member(registry);
        only.engine.idle();
        registry.settled(false);

        only.engine.pawse.sweep();
        assertThat(only.engine.lifecycle().rest(SHOP, MAX_IDLE)).isFalse();
        assertThat(platform.count(Operation.STOP)).isZero();

        registry.settled(true);
        only.engine.pawse.sweep();
        assertThat(platform.count(Operation.STOP)).isEqualTo(1);
    }

    @Test
    void whoLostTheLeadBeforeTheCallDoesNotMakeIt() {
        Member only = member();
        only.engine.idle();
        AtomicInteger asked = new AtomicInteger();

        boolean rested = only.engine.lifecycle().rest(SHOP, MAX_IDLE, 0, () -> asked.incrementAndGet() > 1);

        assertThat(rested).isFalse();
        assertThat(asked).hasValue(1);
        assertThat(platform.count(Operation.STOP)).isZero();
        assertThat(store.entry(SHOP)).map(Entry::stage).contains(Stage.AWAKE);
    }

    @Test
    void whoLostTheLeaseOfTheAppDoesNotStopIt() {
        OneOfMany pausing = new OneOfMany(store) {
            @Override
            public Optional<Usage> usage(AppId app) {
                // The process stands still for longer than its lease is held, and another one takes it.
                clock.advance(Leases.TTL.plusSeconds(1));
                store.acquire(Registry.leaseOf(SHOP), Leases.TTL);
                return super.usage(app);
            }
        };
        Member paused = member(pausing);
        paused.engine.idle();

        assertThat(paused.engine.lifecycle().rest(SHOP, MAX_IDLE)).isFalse();

        assertThat(platform.count(Operation.STOP)).isZero();
    }

    @Test
    void whoLosesTheLeaseWhileItsPlatformKeepsItWaitingStopsNothing() {
        Member paused = member();
        paused.engine.idle();
        Gate gate = platform.faults().on(Operation.STOP).block();
        CompletableFuture<Boolean> resting =
                Background.call(() -> paused.engine.lifecycle().rest(SHOP, MAX_IDLE));
        eventually("the stop waits at the platform", () -> platform.count(Operation.STOP) == 1);
        clock.advance(Leases.TTL.plusSeconds(1));
        Registry.Lease taken = store.acquire(Registry.leaseOf(SHOP), Leases.TTL).orElseThrow();

        gate.open();

        assertThat(Engine.await(resting)).isFalse();
        assertThat(shop.formation()).isEqualTo(RAN);
        assertThat(store.entry(SHOP)).map(Entry::stage).contains(Stage.RESTING);
        taken.close();
        Member second = member();
        assertThat(second.engine.wake(SHOP).state()).isEqualTo(AppState.RUNNING);
        assertThat(store.entry(SHOP)).map(Entry::stage).contains(Stage.AWAKE);
    }

    @Test
    void whatAnotherOneWroteDownAsStoppedIsNotWoken() {
        Member paused = member();
        paused.engine.idle();
        Gate gate = platform.faults().on(Operation.STOP).blockAnswers();
        CompletableFuture<Boolean> resting =
                Background.call(() -> paused.engine.lifecycle().rest(SHOP, MAX_IDLE));
        eventually("the app is stopped", () -> shop.formation().isZero());
        clock.advance(Leases.TTL.plusSeconds(1));
        Member second = member();
        second.engine.pawse.sweep();
        eventually(
                "the other one's word",
                () -> store.entry(SHOP)
                        .map(Entry::stage)
                        .filter(Stage.ASLEEP::equals)
                        .isPresent());

        gate.open();

        assertThat(Engine.await(resting)).isFalse();
        assertThat(platform.count(Operation.START)).isZero();
        assertThat(shop.formation().isZero()).isTrue();
        second.engine.wake(SHOP);
        assertThat(shop.formation()).isEqualTo(RAN);
    }

    @Test
    void aRegistryThatLostEverythingLearnsWhatSlept() {
        OneOfMany registry = new OneOfMany(store);
        Member only = member(registry);
        asleep(only);
        InMemoryRegistry empty = new InMemoryRegistry(clock::nanoTime);

        registry.lose(empty);
        only.engine.pawse.sweep();

        assertThat(empty.entry(SHOP)).hasValueSatisfying(entry -> {
            assertThat(entry.stage()).isEqualTo(Stage.ASLEEP);
            assertThat(entry.formation()).isEqualTo(RAN);
        });
        only.engine.wake(SHOP);
        assertThat(shop.formation()).isEqualTo(RAN);
    }

    private void asleep(Member by) {
        by.engine.idle();
        assertThat(by.engine.lifecycle().rest(SHOP, MAX_IDLE)).isTrue();
    }

    private Member member() {
        return member(new OneOfMany(store));
    }

    private Member member(Registry registry) {
        Member member = new Member(registry);
        members.add(member);
        return member;
    }

    /** One of the processes, with what it asks the platform. */
    private final class Member {
        private final AtomicInteger looks = new AtomicInteger();
        private final Engine engine;

        private Member(Registry registry) {
            engine = Engine.of(
                            clock,
                            platform,
                            builder -> builder.provider("test", new Counted()).registry(registry))
                    .started();
        }

        private final class Counted implements Provider {
            @Override
            public List<App> apps() {
                return platform.apps();
            }

            @Override
            public Optional<App> app(AppId id) {
                looks.incrementAndGet();
                return platform.app(id);
            }

            @Override
            public <C extends Capability> Optional<C> capability(Class<C> type) {
                return platform.capability(type);
            }
        }
    }
}
