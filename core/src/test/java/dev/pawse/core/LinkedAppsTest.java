package dev.pawse.core;

import static dev.pawse.core.Engine.SHOP;
import static dev.pawse.core.Engine.STOCK;
import static dev.pawse.core.Engine.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.FakeApp;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Gate;
import dev.pawse.testkit.ManualClock;
import dev.pawse.testkit.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkedAppsTest {
    private static final AppId DATABASE = new AppId("test", "database");

    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = Engine.platform(clock);
    private final FakeApp shop = platform.add("shop").links("stock", "mail").stopped();
    private final FakeApp stock = platform.add("stock").links("database").stopped();
    private final FakeApp mail = platform.add("mail").links("database").stopped();
    private final FakeApp database = platform.add("database").stopped();
    private @Nullable Engine engine;

    @AfterEach
    void close() {
        platform.faults().heal();
        engine().close();
    }

    @Test
    void whatAnAppNeedsIsWokenFirst() {
        engine().wake(SHOP);

        List<AppId> started = platform.calls().stream()
                .filter(call -> call.operation() == Operation.START)
                .map(FakeProvider.Call::app)
                .toList();
        assertThat(started).hasSize(4).startsWith(DATABASE).endsWith(SHOP);
    }

    @Test
    void whatIsIndependentWakesAtTheSameTime() {
        Gate gate = platform.faults().on(Operation.START, STOCK).block();
        CompletableFuture<App> waiter = engine().lifecycle().wake(SHOP).toCompletableFuture();
        gate.awaitArrived(1);

        eventually("the other one", () -> mail.starts() == 1);
        assertThat(shop.starts()).isZero();
        gate.open();

        assertThat(Engine.await(waiter).id()).isEqualTo(SHOP);
    }

    @Test
    void anAppThatNeedsWhatDoesNotWakeSaysSo() {
        platform.faults().on(Operation.START, DATABASE).fail(new PawseException(Reason.FORBIDDEN, "no more room"));

        PawseException failure = engine().wakeFails(SHOP);

        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure.message())
                .contains("test/shop needs test/mail")
                .contains("test/database")
                .contains("no more room");
        assertThat(shop.starts()).isZero();
    }

    @Test
    void aCircleIsRefusedAndNamed() {
        database.links("shop");

        PawseException failure = engine().wakeFails(SHOP);

        assertThat(failure.reason()).isEqualTo(Reason.INVALID);
        assertThat(failure.message()).contains("test/shop > test/mail > test/database > test/shop");
        assertThat(platform.writes()).isZero();
    }

    @Test
    void aCircleThatAppearsWhileItsMembersWakeDoesNotHang() {
        platform.faults().on(Operation.START, DATABASE).doing(() -> database.links("shop"));
        engine();
        database.links("shop");

        assertThat(engine().wakeFails(SHOP).reason()).isEqualTo(Reason.INVALID);
    }

    @Test
    void aRuleLinksAppsToo() {
        platform.add("front").stopped();
        Rules rules = new Rules(
                AppPolicy.builder().build(),
                List.of(Rule.builder()
                        .pattern("^front$")
                        .linkedApps(List.of("test/stock"))
                        .build()));
        try (Engine ruled =
                Engine.of(clock, platform, builder -> builder.rules(rules)).started()) {
            ruled.wake(new AppId("test", "front"));
        }

        assertThat(stock.starts()).isOne();
    }

    @Test
    void whatARunningAppNeedsIsWokenWhenItIsAskedFor() {
        shop.formation(Map.of("web", 1));

        engine().wake(SHOP);

        assertThat(database.starts()).isOne();
        assertThat(shop.starts()).isZero();
    }

    @Test
    void anAppIsNotStoppedWhileOneThatNeedsItRuns() {
        engine().wake(SHOP);
        engine().idle();
        engine().activity().begin(SHOP);

        engine().pawse.sweep();

        assertThat(platform.count(Operation.STOP)).isZero();
        assertThatThrownBy(() -> engine().lifecycle().sleep(DATABASE))
                .isInstanceOf(PawseException.class)
                .hasMessageContaining("runs and needs it");
    }

    @Test
    void allOfThemRestInOneSweepThoseThatNeedOthersFirst() {
        engine().wake(SHOP);
        engine().idle();

        engine().pawse.sweep();

        List<AppId> stopped = platform.calls().stream()
                .filter(call -> call.operation() == Operation.STOP)
                .map(FakeProvider.Call::app)
                .toList();
        assertThat(stopped).hasSize(4).startsWith(SHOP).endsWith(DATABASE);
    }

    @Test
    void anAppThatIsAlwaysOnKeepsWhatItNeedsAwake() {
        engine().wake(STOCK);
        platform.add("front").links("stock").alwaysOn(true);
        engine().pawse.sweep();
        engine().idle();

        engine().pawse.sweep();

        assertThat(platform.count(Operation.STOP)).isZero();
    }

    @Test
    void anAppInUseLooksAgainWhenWhatItNeedsWasStoppedByOthers() {
        engine().wake(SHOP);
        clock.advance(Duration.ofSeconds(1));
        stock.stopped();

        engine().pawse.sweep();
        assertThat(engine().lifecycle().awake(SHOP)).isNull();
        engine().wake(SHOP);

        assertThat(stock.starts()).isEqualTo(2);
    }

    private Engine engine() {
        if (engine == null) {
            engine = Engine.of(clock, platform, builder -> builder).started();
        }
        return engine;
    }
}
