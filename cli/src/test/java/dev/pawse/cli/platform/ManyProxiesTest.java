package dev.pawse.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FakePlatform;
import dev.pawse.testkit.FastClock;
import dev.pawse.testkit.FaultRelay;
import dev.pawse.testkit.RedisServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several proxies with one real Redis before one platform; what happens to Redis while they serve. */
final class ManyProxiesTest {
    private static final String SLOW = "a slow line";
    private static final String IDLE = "1s";
    private static final AppId SHOP = new AppId("heroku", "shop");
    private static final Formation STOPPED = Formation.of(Map.of("web", 0));
    private static final Formation RUNNING = Formation.of(Map.of("web", 1));

    @TempDir
    private Path folder;

    private final FakePlatform platform = FakeHeroku.start();
    private final RedisServer redis = RedisServer.start();
    private final FaultRelay line = FaultRelay.to(redis.port());
    private final List<ProxyOverPlatforms> proxies = new ArrayList<>();

    @BeforeEach
    void addApps() {
        platform.addApp("shop", STOPPED, "shop.example.test");
        platform.addApp("stock", RUNNING, "stock.example.test");
    }

    @AfterEach
    void close() {
        proxies.forEach(ProxyOverPlatforms::close);
        line.close();
        redis.close();
        platform.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void manyRequestsAtManyProxiesStartAnAppOnceAndOneProxyAsksAfterIt(int count) {
        platform.bootTime(Duration.ofSeconds(2));
        start(count);
        int before = looks();
        long began = System.nanoTime();

        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 2_000)
                .mapToObj(i -> proxies.get(i % count).getLater("shop.example.test"))
                .toList();

        assertThat(answers)
                .extracting(answer ->
                        answer.join().statusCode() + " " + answer.join().body().replaceAll("[0-9a-f-]{36}", ""))
                .allMatch(answer -> answer.startsWith("200 ") && answer.contains("shop"));
        assertThat(platform.starts("shop")).isOne();
        // One asks every 250 ms at most often while the app boots; each of the others when it begins and when it ends.
        long beats = Duration.ofNanos(System.nanoTime() - began).dividedBy(Duration.ofMillis(250));
        assertThat(looks() - before).isLessThan((int) beats + 12 + 3 * count);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("a restart that forgets everything", test -> test.redis.restartEmpty()),
                fault("a pause", test -> test.redis.pause()),
                fault("a line that carries nothing", test -> test.line.stall()),
                fault("connections that are cut", test -> test.line.cut()),
                fault("connections that are refused", test -> test.line.refuse()),
                fault(SLOW, test -> test.line.latency(Duration.ofMillis(150))),
                fault("no more memory", test -> test.redis.command("CONFIG", "SET", "maxmemory", "1")),
                fault("a server that is read only", test -> test.redis.command("REPLICAOF", "127.0.0.1", "1")));
    }

    private static Arguments fault(String name, Consumer<ManyProxiesTest> action) {
        return Arguments.of(name, action);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void whateverHappensToRedisRequestsAreServedAppsAreWokenAndNothingIsStopped(
            String name, Consumer<ManyProxiesTest> fault) {
        // Over a slow line Redis can be relied on as ever, so that what is idle may rest.
        start(2, name.equals(SLOW) ? "10m" : IDLE);
        assertThat(get("stock.example.test")).containsOnly(200);

        fault.accept(this);

        for (int i = 0; i < 100; i++) {
            assertThat(get("stock.example.test")).containsOnly(200);
        }
        assertThat(get("shop.example.test")).containsOnly(200);
        proxies.forEach(proxy -> proxy.pawse().sweep());
        assertThat(platform.formation("stock").isZero()).isFalse();
        assertThat(platform.formation("shop").isZero()).isFalse();
        redis.resume();
    }

    @Test
    void aRedisThatIsAwayIsToldAndOneThatIsBackIsUsed() {
        start(1);
        ProxyOverPlatforms proxy = proxies.get(0);
        assertThat(proxy.pawse().registryTrouble()).isEmpty();

        line.refuse();
        line.cut();
        Eventually.holds(
                "trouble",
                Duration.ofSeconds(30),
                () -> proxy.pawse().registryTrouble().isPresent());
        assertThat(proxy.pawse().isSettled()).isFalse();
        assertThat(get("shop.example.test")).containsOnly(200);

        line.heal();
        Eventually.holds(
                "no trouble",
                Duration.ofSeconds(30),
                () -> proxy.pawse().registryTrouble().isEmpty());
        proxy.pawse().sweep();
        assertThat(proxy.state(SHOP)).isEqualTo(AppState.RUNNING);
    }

    private void start(int count) {
        start(count, IDLE);
    }

    private void start(int count, String idle) {
        Map<String, String> variables = Map.of(
                "REGISTRY_TYPE",
                "redis",
                "REGISTRY_REDIS_URL",
                "redis://127.0.0.1:" + line.port(),
                "START_AND_STOP_MAX_IDLE_TIME",
                idle);
        for (int i = 0; i < count; i++) {
            proxies.add(ProxyOverPlatforms.start(Map.of("heroku", platform), folder, new FastClock(1), variables));
        }
    }

    /** Asks every proxy; gives the statuses. */
    private List<Integer> get(String host) {
        return proxies.stream().map(proxy -> proxy.get(host).statusCode()).toList();
    }

    /** How often the platform was asked how the app is. */
    private int looks() {
        return (int) platform.api().requests().stream()
                .filter(request ->
                        request.method().equals("GET") && request.path().equals("/apps/shop/dynos"))
                .count();
    }
}
