package dev.pawse.core;

import static dev.pawse.core.Engine.SHOP;
import static dev.pawse.core.Engine.STOCK;
import static dev.pawse.core.Engine.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry.Usage;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Gate;
import dev.pawse.testkit.ManualClock;
import dev.pawse.testkit.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PawseTest {
    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = Engine.platform(clock);

    @Test
    void itTellsWhatItKnowsWithoutAskingAnybody() {
        platform.add("shop").hosts("www.shop.test");
        platform.add("stock").stopped();
        try (Engine engine = Engine.of(clock, platform, builder -> builder).started()) {
            engine.activity().begin(SHOP);
            platform.forgetCalls();

            List<AppReport> apps = engine.pawse.apps();

            assertThat(apps).extracting(report -> report.app().id()).containsExactly(SHOP, STOCK);
            assertThat(apps.get(0).state()).isEqualTo(AppState.RUNNING);
            assertThat(apps.get(0).inFlight()).isOne();
            assertThat(apps.get(0).lastAccessedAt()).isEqualTo(clock.instant());
            assertThat(apps.get(1).state()).isEqualTo(AppState.STOPPED);
            assertThat(apps.get(1).lastAccessedAt()).isNull();
            assertThat(engine.pawse.app(new AppId("test", "nobody"))).isEmpty();
            assertThat(platform.calls()).isEmpty();
        }
    }

    @Test
    void anAppThatWakesOrIsStoppedIsReportedSo() {
        platform.add("shop").stopped();
        try (Engine engine = Engine.of(clock, platform, builder -> builder).started()) {
            Gate start = platform.faults().on(Operation.START).block();
            engine.lifecycle().wake(SHOP);
            start.awaitArrived(1);
            assertThat(engine.pawse.app(SHOP)).map(AppReport::state).contains(AppState.STARTING);

            start.open();
            engine.wake(SHOP);
            assertThat(engine.pawse.app(SHOP)).map(AppReport::state).contains(AppState.RUNNING);

            eventually("the wake has ended in all", () -> engine.lifecycle().rest(SHOP, Duration.ZERO));
            assertThat(engine.pawse.app(SHOP)).map(AppReport::state).contains(AppState.STOPPED);
        }
    }

    @Test
    void hostsComeFromTheProviderAndFromTheRules() {
        platform.add("shop").hosts("www.shop.test");
        Rules rules =
                new Rules(AppPolicy.builder().hosts(Set.of("Old.Shop.test")).build(), List.of());
        try (Engine engine =
                Engine.of(clock, platform, builder -> builder.rules(rules)).started()) {
            AppDirectory directory = engine.pawse.directory();

            assertThat(directory.find("www.shop.test")).isEqualTo(SHOP);
            assertThat(directory.find("old.shop.test")).isEqualTo(SHOP);
            assertThat(directory.find("shop.localhost")).isEqualTo(SHOP);
            assertThat(directory.find("nobody.localhost")).isNull();
        }
    }

    @Test
    void aRestartForgetsNeitherFormationNorIdleTime(@TempDir Path folder) {
        platform.add("shop").formation(Map.of("web", 3));
        platform.add("stock");
        Path file = folder.resolve("registry.yml");
        try (Engine first = Engine.of(
                        clock, platform, builder -> builder.registry(InMemoryRegistry.open(file, clock::nanoTime)))
                .started()) {
            clock.advance(Engine.MAX_IDLE);
            first.activity().touch(STOCK);
            first.pawse.sweep();
            clock.advance(Duration.ofMinutes(10));
        }

        try (Engine second = Engine.of(
                        clock, platform, builder -> builder.registry(InMemoryRegistry.open(file, clock::nanoTime)))
                .started()) {
            assertThat(second.activity().idle(STOCK)).isEqualTo(Duration.ofMinutes(10));
            second.wake(SHOP);
        }
        assertThat(platform.fake("shop").formation().toString()).isEqualTo("web=3");
    }

    @Test
    void useIsPublishedAndNeverByARequest() {
        InMemoryRegistry registry = new InMemoryRegistry(clock::nanoTime);
        platform.add("shop");
        try (Engine engine = Engine.of(clock, platform, builder -> builder.registry(registry))
                .started()) {
            engine.activity().begin(SHOP);

            eventually(
                    "published",
                    () -> new Usage(1, Duration.ZERO).equals(registry.usage().get(SHOP)));
        }
    }

    @Test
    void aProviderThatFailsDoesNotStopTheStart() {
        platform.add("shop");
        platform.faults().on(Operation.APPS).failNext(1, Reason.UNAUTHORIZED);
        try (Engine engine = Engine.of(clock, platform, builder -> builder).started()) {
            assertThat(engine.pawse.isReady()).isTrue();
            assertThat(engine.pawse.apps()).isEmpty();

            engine.pawse.sweep();
            assertThat(engine.pawse.apps()).hasSize(1);
        }
    }

    @Test
    void closingGivesLeasesBackAndClosesTheProviders() {
        InMemoryRegistry registry = new InMemoryRegistry(clock::nanoTime);
        platform.add("shop").bootTakes(Duration.ofDays(1)).stopped();
        Engine engine = Engine.of(clock, platform, builder -> builder.registry(registry))
                .started();
        engine.lifecycle().wake(SHOP);
        eventually("started", () -> platform.count(Operation.START) == 1);

        engine.close();
        engine.close();

        assertThat(registry.acquire("app:test/shop", Duration.ofSeconds(1))).isPresent();
        assertThat(platform.count(Operation.CLOSE)).isOne();
        assertThat(engine.pawse.isReady()).isFalse();
    }
}
