package dev.pawse.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FakePlatform;
import dev.pawse.testkit.FastClock;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the proxy does in front of every platform: the engine, the proxy and the provider are real, the platform is its fake. */
abstract class PlatformContract {
    /** A minute of the engine, of its budget of calls and of the platform's limit takes a fifth of a second. */
    private final FastClock clock = new FastClock(300);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private FakePlatform platform;

    /** A fake without apps. */
    abstract FakePlatform open();

    /** The limit of calls a minute under which 300 apps are swept, or 0 where the platform tells none. */
    abstract int callsPerMinute();

    @BeforeEach
    void openPlatform() {
        platform = open();
        platform.bootTime(Duration.ofMillis(300));
    }

    @AfterEach
    void closePlatform() {
        platform.close();
    }

    @Test
    void sixAppsAreFoundAndRoutedByTheirOwnDomains() {
        for (int i = 1; i <= 6; i++) {
            platform.addApp("app-" + i, platform.formation(), "www" + i + ".example.test");
        }

        try (ProxyOverPlatforms proxy = proxy()) {
            assertThat(proxy.pawse().apps()).hasSize(6).allMatch(app -> app.state() == AppState.RUNNING);
            for (int i = 1; i <= 6; i++) {
                HttpResponse<String> answer = proxy.get("www" + i + ".example.test");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("app-" + i);
            }
            assertThat(proxy.get("unknown.example.test").statusCode()).isEqualTo(421);
        }
    }

    @Test
    void twoHundredRequestsToASleepingAppAreAllServedAfterOneStart() {
        platform.addApp("shop", stopped(), "shop.example.test");

        try (ProxyOverPlatforms proxy = proxy()) {
            assertThat(proxy.state(shop())).isEqualTo(AppState.STOPPED);
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 200)
                    .mapToObj(i -> proxy.getLater("shop.example.test"))
                    .toList();

            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.join().statusCode()).isEqualTo(200);
                assertThat(answer.join().body()).contains("shop");
            });
            assertThat(platform.starts("shop")).isOne();
        }
    }

    @Test
    void anIdleAppRestsAndItsNextRequestBringsBackExactlyWhatRan() {
        platform.addApp("shop", platform.formation(), "shop.example.test");

        try (ProxyOverPlatforms proxy = proxy()) {
            Formation before = platform.formation("shop");
            assertThat(before.isZero()).isFalse();
            rests(proxy);

            assertThat(proxy.get("shop.example.test").statusCode()).isEqualTo(200);

            assertThat(platform.formation("shop")).isEqualTo(before);
            assertThat(platform.starts("shop")).isOne();
        }
    }

    @Test
    void anAppInUseIsLeftAlone() {
        platform.addApp("shop", platform.formation(), "shop.example.test");

        try (ProxyOverPlatforms proxy = proxy()) {
            for (int i = 0; i < 2; i++) {
                passes(Duration.ofMinutes(10));
                assertThat(proxy.get("shop.example.test").statusCode()).isEqualTo(200);
                proxy.pawse().sweep();
                assertThat(platform.formation("shop").isZero()).isFalse();
            }
        }
    }

    @Test
    void whatOthersDeleteStartAndAddIsNoticed() {
        platform.addApp("shop", platform.formation(), "shop.example.test");
        platform.addApp("stock", stopped(), "stock.example.test");

        try (ProxyOverPlatforms proxy = proxy()) {
            AppId stock = new AppId(platform.type(), "stock");
            platform.deleteApp("shop");
            platform.scaleByHand("stock", platform.formation());
            platform.addApp("mail", platform.formation(), "mail.example.test");

            eventually(
                    "the deleted app is forgotten",
                    proxy,
                    () -> proxy.pawse().app(shop()).isEmpty());
            eventually("the app that was started by hand runs", proxy, () -> proxy.state(stock) == AppState.RUNNING);
            assertThat(proxy.get("shop.example.test").statusCode()).isEqualTo(421);
            assertThat(proxy.get("stock.example.test").statusCode()).isEqualTo(200);
            assertThat(proxy.get("mail.example.test").statusCode()).isEqualTo(200);
            assertThat(platform.starts("stock")).isZero();
        }
    }

    /** How many apps an account is said to have that has many. */
    int manyApps() {
        return 300;
    }

    @Test
    void manyAppsAreSweptWithinTheLimitOfCallsWhileAnotherIsWoken() {
        for (int i = 0; i < manyApps(); i++) {
            platform.addApp("app-" + i, platform.formation());
        }
        platform.addApp("shop", stopped(), "shop.example.test");
        // So many calls take hours where the platform allows few.
        FastClock hours = new FastClock(1_500);
        if (callsPerMinute() > 0) {
            platform.limitCalls(callsPerMinute(), callsPerMinute(), hours);
        }

        try (ProxyOverPlatforms proxy = proxy(hours)) {
            eventually("all apps are known", proxy, () -> proxy.pawse().apps().size() == manyApps() + 1);
            CompletableFuture<Void> sweep = Background.run(() -> proxy.pawse().sweep());

            assertThat(proxy.get("shop.example.test").statusCode()).isEqualTo(200);

            sweep.join();
            assertThat(platform.refusedCalls()).isZero();
            assertThat(platform.starts("shop")).isOne();
        }
    }

    private ProxyOverPlatforms proxy() {
        return proxy(clock);
    }

    private ProxyOverPlatforms proxy(FastClock time) {
        return ProxyOverPlatforms.start(Map.of(platform.type(), platform), folder, time);
    }

    private AppId shop() {
        return new AppId(platform.type(), "shop");
    }

    private Formation stopped() {
        return platform.formation().zeroed();
    }

    private void rests(ProxyOverPlatforms proxy) {
        passes(Duration.ofMinutes(16));
        eventually("the idle app rests", proxy, () -> platform.formation("shop").isZero());
        eventually("the app is known to rest", proxy, () -> proxy.state(shop()) == AppState.STOPPED);
    }

    private void passes(Duration time) {
        var end = clock.instant().plus(time);
        Eventually.holds(
                time + " of the clock",
                Duration.ofSeconds(60),
                () -> clock.instant().isAfter(end));
    }

    /** Sweeps until something is so. */
    private static void eventually(String what, ProxyOverPlatforms proxy, BooleanSupplier condition) {
        Eventually.holds(what, Duration.ofSeconds(40), () -> {
            if (condition.getAsBoolean()) {
                return true;
            }
            proxy.pawse().sweep();
            return condition.getAsBoolean();
        });
    }
}
