package dev.pawse.core;

import static dev.pawse.core.Engine.SHOP;
import static dev.pawse.core.Engine.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.App;
import dev.pawse.spi.Event;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.FakeApp;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Gate;
import dev.pawse.testkit.ManualClock;
import dev.pawse.testkit.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = Engine.platform(clock);
    private final FakeApp shop = platform.add("shop").formation(Map.of("web", 3, "worker", 2, "cron", 0));
    private final Engine engine = Engine.of(clock, platform, builder -> builder).started();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aThousandWaitersGetOneStart() {
        rest();
        shop.bootTakes(Duration.ofSeconds(2));

        List<CompletableFuture<App>> waiters = IntStream.range(0, 1_000)
                .parallel()
                .mapToObj(i -> engine.lifecycle().wake(SHOP).toCompletableFuture())
                .toList();
        eventually("started", () -> shop.starts() == 1);
        assertThat(waiters).noneMatch(CompletableFuture::isDone);
        clock.advance(Duration.ofSeconds(2));

        waiters.forEach(waiter -> assertThat(Engine.await(waiter).id()).isEqualTo(SHOP));
        assertThat(platform.count(Operation.START)).isOne();
    }

    @Test
    void whatRanBeforeRunsAgain() {
        Formation ran = shop.formation();
        rest();
        assertThat(shop.formation().isZero()).isTrue();

        engine.wake(SHOP);

        assertThat(shop.formation()).isEqualTo(ran);
    }

    @Test
    void anAppThatRunsIsNotStarted() {
        engine.wake(SHOP);

        assertThat(platform.count(Operation.START)).isZero();
        assertThat(engine.lifecycle().awake(SHOP)).isNotNull();
    }

    @Test
    void aRequestToAnAppThatIsAwakeAsksNobody() {
        engine.wake(SHOP);
        platform.forgetCalls();

        for (int i = 0; i < 10_000; i++) {
            Activity.Use use = engine.activity().begin(SHOP);
            assertThat(engine.lifecycle().awake(SHOP)).isNotNull();
            use.end();
        }

        assertThat(platform.calls()).isEmpty();
    }

    @Test
    void aWaiterThatLeavesDisturbsNobody() {
        rest();
        Gate gate = platform.faults().on(Operation.START).block();
        CompletableFuture<App> leaves = engine.lifecycle().wake(SHOP).toCompletableFuture();
        CompletableFuture<App> stays = engine.lifecycle().wake(SHOP).toCompletableFuture();

        leaves.cancel(true);
        gate.open();

        assertThat(Engine.await(stays).id()).isEqualTo(SHOP);
    }

    @Test
    void aFailedWakeTellsEveryWaiterWhatTheProviderSaid() {
        rest();
        Gate gate = platform.faults().on(Operation.APP).block();
        platform.faults().on(Operation.START).fail(new PawseException(Reason.FORBIDDEN, "the quota is used up"));
        CompletableFuture<App> one = engine.lifecycle().wake(SHOP).toCompletableFuture();
        CompletableFuture<App> two = engine.lifecycle().wake(SHOP).toCompletableFuture();

        gate.open();

        List.of(one, two)
                .forEach(waiter -> assertThatThrownBy(() -> Engine.await(waiter))
                        .isInstanceOfSatisfying(
                                PawseException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN))
                        .hasMessageContaining("the quota is used up"));
        eventually("the event", () -> engine.events(Event.WakeFailed.class).size() == 1);
    }

    @Test
    void aWakeThatComesWhileItIsStoppedWaitsForTheEndAndStartsItAgain() {
        engine.wake(SHOP);
        engine.idle();
        Gate gate = platform.faults().on(Operation.STOP).block();
        CompletableFuture<Boolean> rest =
                Background.call(() -> engine.lifecycle().rest(SHOP, Engine.MAX_IDLE));
        gate.awaitArrived(1);

        CompletableFuture<App> waiter = engine.lifecycle().wake(SHOP).toCompletableFuture();
        assertThat(waiter).isNotDone();
        gate.open();

        assertThat(Engine.await(rest)).isTrue();
        assertThat(Engine.await(waiter).id()).isEqualTo(SHOP);
        assertThat(shop.formation().toString()).isEqualTo("cron=0 web=3 worker=2");
    }

    private void rest() {
        engine.idle();
        assertThat(engine.lifecycle().rest(SHOP, Engine.MAX_IDLE)).isTrue();
        platform.forgetCalls();
    }
}
