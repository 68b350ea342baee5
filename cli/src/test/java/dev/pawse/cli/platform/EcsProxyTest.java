package dev.pawse.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FakePlatform;
import dev.pawse.testkit.FastClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EcsProxyTest extends PlatformContract {
    private static final AppId SHOP = new AppId("aws-ecs", "shop");
    private static final Formation TWO_SERVICES = Formation.of(Map.of("web", 3, "worker", 2));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path state;

    @Override
    FakePlatform open() {
        return FakeAws.start();
    }

    /** What ECS lets an account read of services in a minute; its buckets hold more. */
    @Override
    int callsPerMinute() {
        return 1200;
    }

    /** Each has five tasks that listen; apps are read by cluster, so that their number hardly counts. */
    @Override
    int manyApps() {
        return 60;
    }

    @Test
    void anAppWithAScalableTargetRestsWithoutWakingItselfAndScalesAgainOnceItIsWoken() {
        FastClock clock = new FastClock(1500);
        try (FakeAws aws = FakeAws.start()) {
            aws.addApp("shop", TWO_SERVICES, "shop.example.test");
            aws.ecs().addScalableTarget("shop-web", 2, 6);
            try (ProxyOverPlatforms proxy = proxy(aws, clock)) {
                rests(aws, proxy, clock);
                aws.ecs().scaleOut("shop-web");
                assertThat(aws.formation("shop").isZero()).isTrue();

                assertThat(proxy.get("shop.example.test").statusCode()).isEqualTo(200);

                becomesWhole(aws, proxy);
                assertThat(aws.ecs().scalableTarget("shop-web")).isEqualTo("2/6/0/0/0");
            }
        }
    }

    /** The balancer tells apps apart by the host of a request. */
    @Test
    void aProxyOutsideOfTheNetworkReachesAnAppThroughItsBalancer() {
        FastClock clock = new FastClock(1500);
        try (FakeAws aws = FakeAws.start()) {
            aws.addApp("shop", TWO_SERVICES, "shop.example.test");
            aws.addApp("stock", TWO_SERVICES, "stock.example.test");
            Map<String, String> outside = Map.of("PROVIDER_AWS_ECS_UPSTREAM", "balancer");
            try (ProxyOverPlatforms proxy =
                    ProxyOverPlatforms.start(Map.of("aws-ecs", aws), state.resolve("old"), clock, outside)) {
                assertThat(proxy.get("stock.example.test").body()).isEqualTo("stock");
                rests(aws, proxy, clock);

                HttpResponse<String> woken = proxy.get("shop.example.test");

                assertThat(woken.statusCode()).isEqualTo(200);
                assertThat(woken.body()).isEqualTo("shop");
            }
        }
    }

    /** A request comes while the tasks that ran still stop. */
    @Test
    void anAppThatIsWokenWhileItStopsIsServedByItsNewTasks() {
        FastClock clock = new FastClock(1500);
        try (FakeAws aws = FakeAws.start()) {
            aws.addApp("shop", TWO_SERVICES, "shop.example.test");
            try (ProxyOverPlatforms proxy = proxy(aws, clock)) {
                aws.stopTime(Duration.ofSeconds(2));
                passes(clock, Duration.ofMinutes(16));
                eventually(proxy, () -> aws.formation("shop").isZero());

                HttpResponse<String> woken = proxy.get("shop.example.test");

                assertThat(woken.statusCode()).isEqualTo(200);
                assertThat(proxy.pawse().app(SHOP).orElseThrow().app().endpoints())
                        .hasSize(3)
                        .allMatch(uri -> aws.ecs().addresses("shop-web").contains(uri.getAuthority()));
            }
        }
    }

    /** Pawse ends after any of the calls of a rest, and another one that knows nothing takes its place. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void anotherPawseServesWhatOneLeftThatWasKilledAtAnyStepOfARest(int calls) {
        FastClock clock = new FastClock(1500);
        try (FakeAws aws = FakeAws.start()) {
            aws.addApp("shop", TWO_SERVICES, "shop.example.test");
            aws.ecs().addScalableTarget("shop-web", 2, 6);
            try (ProxyOverPlatforms proxy = proxy(aws, clock)) {
                killAfter(aws, calls);
                passes(clock, Duration.ofMinutes(16));
                proxy.pawse().sweep();
            }
            aws.api().heal();

            anotherPawseServes(aws, clock);
        }
    }

    /** The same for the calls of a wake. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void anotherPawseServesWhatOneLeftThatWasKilledAtAnyStepOfAWake(int calls) {
        FastClock clock = new FastClock(1500);
        try (FakeAws aws = FakeAws.start()) {
            aws.addApp("shop", TWO_SERVICES, "shop.example.test");
            aws.ecs().addScalableTarget("shop-web", 2, 6);
            try (ProxyOverPlatforms proxy = proxy(aws, clock)) {
                rests(aws, proxy, clock);
                long before = aws.api().count(EcsProxyTest::changes);
                killAfter(aws, calls);
                CompletableFuture<?> visitor = proxy.getLater("shop.example.test");
                eventually(proxy, () -> aws.api().count(EcsProxyTest::changes) - before > calls);
                // Whoever waits would be waited for.
                visitor.cancel(true);
            }
            aws.api().heal();

            anotherPawseServes(aws, clock);
        }
    }

    @Test
    void aClusterOfFortyServicesAndTwoHundredAndFiftyTasksIsSeenWhole() {
        FastClock clock = new FastClock(1500);
        try (FakeAws aws = FakeAws.start()) {
            for (int i = 0; i < 20; i++) {
                aws.addApp(
                        "app-" + i,
                        Formation.of(Map.of("web", 10, "worker", i < 10 ? 3 : 2)),
                        "www" + i + ".example.test");
            }
            aws.limitCallsAsAws();
            try (ProxyOverPlatforms proxy = proxy(aws, clock)) {
                assertThat(proxy.pawse().apps())
                        .hasSize(20)
                        .allMatch(app -> app.state() == AppState.RUNNING
                                && app.app().endpoints().size() == 10);
                assertThat(aws.refusedCalls()).isZero();
            }
        }
    }

    private ProxyOverPlatforms proxy(FakeAws aws, FastClock clock) {
        return ProxyOverPlatforms.start(Map.of("aws-ecs", aws), state.resolve("old"), clock);
    }

    private void anotherPawseServes(FakeAws aws, FastClock clock) {
        try (ProxyOverPlatforms other = ProxyOverPlatforms.start(Map.of("aws-ecs", aws), state.resolve("new"), clock)) {
            eventually(other, () -> other.get("shop.example.test").statusCode() == 200);
            becomesWhole(aws, other);
        }
    }

    private static void killAfter(FakeAws aws, int calls) {
        long before = aws.api().count(EcsProxyTest::changes);
        aws.api()
                .fail(
                        request -> aws.api().count(EcsProxyTest::changes) - before > calls,
                        Integer.MAX_VALUE,
                        request -> {
                            throw new IOException("killed");
                        });
    }

    private static boolean changes(ApiRequest request) {
        return request.header("X-Amz-Target")
                .orElse("")
                .matches(".*\\.(UpdateService|TagResource|UntagResource|RegisterScalableTarget)");
    }

    private static void rests(FakeAws aws, ProxyOverPlatforms proxy, FastClock clock) {
        passes(clock, Duration.ofMinutes(16));
        eventually(proxy, () -> aws.formation("shop").isZero());
        eventually(proxy, () -> proxy.state(SHOP) == AppState.STOPPED);
    }

    private static void becomesWhole(FakeAws aws, ProxyOverPlatforms proxy) {
        eventually(
                proxy,
                () -> aws.formation("shop").equals(TWO_SERVICES)
                        && aws.ecs().tags("shop-web").keySet().equals(Set.of("pawse:app"))
                        && aws.ecs().tags("shop-worker").keySet().equals(Set.of("pawse:app"))
                        && aws.ecs().scalableTarget("shop-web").equals("2/6/0/0/0"));
    }

    private static void passes(FastClock clock, Duration time) {
        Instant end = clock.instant().plus(time);
        Eventually.holds(
                time + " of the clock",
                Duration.ofSeconds(60),
                () -> clock.instant().isAfter(end));
    }

    private static void eventually(ProxyOverPlatforms proxy, BooleanSupplier condition) {
        Eventually.holds("it is as it should be", Duration.ofSeconds(40), () -> {
            if (condition.getAsBoolean()) {
                return true;
            }
            proxy.pawse().sweep();
            return condition.getAsBoolean();
        });
    }
}
