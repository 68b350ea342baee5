package dev.pawse.scalingo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.http.Pauses;
import dev.pawse.scalingo.fake.FakeScalingo;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Settings;
import dev.pawse.spi.Urgency;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.FastClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ScalingoSweepTest {
    private static final int APPS = 300;
    private static final AppId SLEEPER = new AppId("scalingo", "app-7");

    private final FakeScalingo fake = FakeScalingo.start();
    private final FastClock clock = new FastClock(200);

    @BeforeEach
    void manyApps() {
        for (int i = 0; i < APPS; i++) {
            fake.addApp(
                    "app-" + i,
                    Formation.of(Map.of("web", i == 7 ? 0 : 1)),
                    "www" + i + ".shop.test",
                    "also" + i + ".shop.test");
        }
        fake.limitCalls(60, 60, clock);
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void threeHundredAppsAreSweptWithinTheLimitAndOneIsWokenMeanwhile() {
        try (Provider provider = provider(clock)) {
            List<App> first = Urgency.SWEEP.call(provider::apps);
            assertThat(first).hasSize(APPS);

            CompletableFuture<Void> wake = Background.run(() -> Urgency.WAKE.run(
                    () -> provider.require(Scaling.class).start(SLEEPER, Formation.of(Map.of("web", 1)))));
            sweep(provider, 3);
            wake.join();
            List<App> later = sweep(provider, 60);

            assertThat(fake.refusedCalls()).isZero();
            assertThat(later).allMatch(app -> app.state() == AppState.RUNNING);
            assertThat(later).as("learned little by little").matches(ScalingoSweepTest::isLearned);
        }
    }

    @Test
    void thoseWhoWaitForAnAppToWakeShareTheirLooks() {
        try (Provider provider = provider(Clock.systemUTC())) {
            Urgency.WAKE.run(() -> {
                for (int i = 0; i < 200; i++) {
                    provider.app(SLEEPER);
                }
            });

            assertThat(fake.api().requests()).hasSizeLessThan(10);
        }
    }

    private List<App> sweep(Provider provider, int times) {
        List<App> seen = List.of();
        for (int i = 0; i < times && !isLearned(seen); i++) {
            Instant next = clock.instant().plus(Duration.ofMinutes(1));
            seen = Urgency.SWEEP.call(provider::apps);
            Duration left = Duration.between(clock.instant(), next);
            if (!left.isNegative()) {
                Pauses.pause(clock, left);
            }
        }
        return seen;
    }

    private static boolean isLearned(List<? extends App> apps) {
        return !apps.isEmpty()
                && apps.stream()
                        .allMatch(app ->
                                app.formation().total() == 1 && app.hosts().contains(host(app)));
    }

    /** The further domain: the canonical one is told by every listing. */
    private static String host(App app) {
        return app.id().name().replace("app-", "also") + ".shop.test";
    }

    private Provider provider(Clock by) {
        String address = fake.api().address().toString();
        return new ScalingoProviderFactory()
                .create(new ProviderContext(
                        "scalingo",
                        Settings.of(Map.of(
                                "api-token", FakeScalingo.API_TOKEN,
                                "api-url", address,
                                "auth-url", address,
                                "operation-timeout", "10m",
                                "db-api-url", address)),
                        by));
    }
}
