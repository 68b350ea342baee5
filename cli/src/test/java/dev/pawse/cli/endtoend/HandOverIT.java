package dev.pawse.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Event;
import dev.pawse.spi.EventStore;
import dev.pawse.spi.EventStoreFactory;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.Registry.Usage;
import dev.pawse.spi.RegistryFactory;
import dev.pawse.spi.Settings;
import dev.pawse.testkit.FakePlatform;
import dev.pawse.testkit.RedisServer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two proxies with one Redis: what one leaves behind that stands still, is killed or is told to end, and what the other makes of it. */
final class HandOverIT {
    /** For so long a lease is held after its holder's last word. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final Duration SWEEP = Duration.ofSeconds(1);
    /** What a busy machine may take longer. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private static final Duration LONGEST = Duration.ofSeconds(60);
    /** Longer than the leases. */
    private static final Duration PAUSE = Duration.ofSeconds(Long.getLong("pawse.paused.seconds", 20));

    private static final AppId SHOP = new AppId("heroku", "shop");
    private static final AppId BLOG = new AppId("heroku", "blog");
    private static final AppId STOCK = new AppId("heroku", "stock");
    private static final String HOOK =
            ": > at-$PAWSE_HOOK-$PAWSE_APP_NAME; while [ -e hold-$PAWSE_HOOK ]; do sleep 0.02; done";

    @TempDir
    private Path folder;

    private final FakePlatform platform = FakeHeroku.start();
    private final RedisServer redis = RedisServer.start();
    private final Settings settings = Settings.of(Map.of("url", redis.url()));
    private final Registry registry =
            load(RegistryFactory.class, RegistryFactory::type).create(settings, Clock.systemUTC());
    private final EventStore events =
            load(EventStoreFactory.class, EventStoreFactory::type).create(settings, Clock.systemUTC());

    @AfterEach
    void close() {
        registry.close();
        events.close();
        redis.close();
        platform.close();
    }

    @Test
    void whatOneBeganAndDoesNotEndAnotherOneTakesOver() throws Exception {
        for (AppId app : List.of(SHOP, BLOG, STOCK)) {
            platform.addApp(app.name(), Formation.of(Map.of("web", 1)), app.name() + ".example.test");
        }
        // The first connection takes a while.
        registry.entries();
        // The first one finds an app idle sooner, and so it leads at first.
        try (RunningPawse first = proxy("first", redis.url(), "2s");
                RunningPawse second = proxy("second", redis.url(), "6s")) {
            oneThatStoodStillStopsNothing(first, second);
            oneThatIsKilledIsReplaced(first, second);
            oneThatIsToldToEndGivesEverythingBack(second);
        }
    }

    private void oneThatStoodStillStopsNothing(RunningPawse paused, RunningPawse other) throws Exception {
        long since;
        try (Visitor blog = Visitor.of(other, "blog")) {
            await().atMost(LONGEST)
                    .until(() -> isAt("first", "before-stop", SHOP) && isAt("first", "before-stop", STOCK));
            // The provider looks at what runs before it stops it: it stands still right before the call that does.
            CountDownLatch asked = new CountDownLatch(2);
            CountDownLatch answer = new CountDownLatch(1);
            holdTheLookAt(SHOP, asked, answer);
            holdTheLookAt(STOCK, asked, answer);
            letGo("first", "before-stop");
            assertThat(asked.await(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
            paused.signal("STOP");
            since = System.nanoTime();
            answer.countDown();
            await().atMost(LONGEST).until(() -> !blog.answers().isEmpty());
            assertThat(List.of(stage(SHOP), stage(STOCK))).containsOnly(Stage.RESTING);
            assertThat(stops(SHOP) + stops(STOCK) + stops(BLOG)).isZero();
            assertThat(blog.answers()).containsOnly("200");
        }

        try (Visitor shop = Visitor.of(other, "shop")) {
            awaitZero(BLOG, since);
            awaitZero(STOCK, since);
            await().atMost(left(since)).until(() -> stage(SHOP) == Stage.AWAKE);
            await().atMost(PAUSE.plus(MARGIN)).until(() -> System.nanoTime() - since > PAUSE.toNanos());
            int before = events.recent(1000).size();
            paused.signal("CONT");

            assertThat(paused.get("shop", "/").statusCode()).isEqualTo(200);
            await().atMost(MARGIN)
                    .untilAsserted(() -> assertThat(since(before)).contains("gave up shop", "gave up stock"));
            assertThat(shop.answers()).containsOnly("200");
        }
        assertThat(List.of(stops(SHOP), stops(BLOG), stops(STOCK))).containsExactly(0L, 1L, 1L);
        assertThat(platform.starts("shop") + platform.starts("stock")).isZero();
    }

    private void oneThatIsKilledIsReplaced(RunningPawse killed, RunningPawse other) throws Exception {
        // What stood still leads again, and stops what nobody uses.
        await().atMost(LONGEST).until(() -> platform.formation("shop").isZero());
        hold("first", "before-stop");
        hold("first", "before-start");
        // Until it trusts a new connection to Redis the one that stood still stops nothing, and the other one may be
        // sooner.
        await().atMost(LONGEST).until(() -> {
            if (platform.formation("shop").isZero()) {
                assertThat(other.get("shop", "/").statusCode()).isEqualTo(200);
            }
            return isAt("first", "before-stop", SHOP);
        });
        var lost = killed.http().sendAsync(killed.request("blog", "/").build(), BodyHandlers.ofString());
        await().atMost(MARGIN).until(() -> isAt("first", "before-start", BLOG));
        CompletableFuture<HttpResponse<String>> waiting =
                other.http().sendAsync(other.request("blog", "/").build(), BodyHandlers.ofString());
        assertThat(registry.acquire("sweep", LEASE)).isEmpty();

        killed.kill();
        long since = System.nanoTime();
        letGo("first", "before-stop");
        letGo("first", "before-start");

        await().atMost(left(since)).until(() -> waiting.isDone());
        assertThat(waiting.join().statusCode()).isEqualTo(200);
        assertThat(platform.starts("blog")).isOne();
        awaitZero(SHOP, since);
        assertThat(lost).isCompletedExceptionally();
    }

    private void oneThatIsToldToEndGivesEverythingBack(RunningPawse ending) throws Exception {
        assertThat(ending.get("blog", "/").statusCode()).isEqualTo(200);
        hold("second", "before-stop");
        int before = events.recent(1000).size();
        try (Socket open = ending.connect()) {
            open.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: shop.example.test\r\nContent-Length: 10\r\n\r\n12345"
                            .getBytes(UTF_8));
            await().atMost(LONGEST).until(() -> inFlight(SHOP) == 1 && isAt("second", "before-stop", BLOG));

            ending.signal("TERM");
            await().atMost(MARGIN).until(() -> ending.admin("GET", "/readyz").statusCode() == 503);
            open.getOutputStream().write("67890".getBytes(UTF_8));
            assertThat(new String(open.getInputStream().readAllBytes(), UTF_8)).startsWith("HTTP/1.1 200 ");
            ending.awaitEnd();
        }

        assertThat(registry.acquire("sweep", LEASE)).isPresent();
        assertThat(registry.acquire(Registry.leaseOf(BLOG), LEASE)).isPresent();
        assertThat(inFlight(SHOP)).isZero();
        assertThat(ending.terminate()).isZero();
        assertThat(since(before)).contains("gave up blog");
        assertThat(platform.formation("blog").isZero()).isFalse();
    }

    private RunningPawse proxy(String name, String redisUrl, String idle) throws Exception {
        RunningPawse pawse = RunningPawse.sharing(redisUrl, platform, folder.resolve(name))
                .set("START_AND_STOP_MAX_IDLE_TIME", idle)
                .set("HOOKS_BEFORE_STOP", HOOK)
                .set("HOOKS_BEFORE_START", HOOK);
        if (name.equals("first")) {
            hold("first", "before-stop");
        }
        return pawse.start();
    }

    /** The newest events, without the first ones. */
    private List<String> since(int first) {
        List<Event> all = events.recent(1000);
        return all.subList(0, all.size() - first).stream()
                .map(event -> event.name().replaceAll("app-rest-(cancelled|failed)", "gave up") + " "
                        + event.app().name())
                .toList();
    }

    /** Has a hook wait from now on, each time that it runs. */
    private void hold(String proxy, String hook) throws IOException {
        for (AppId app : List.of(SHOP, BLOG, STOCK)) {
            Files.deleteIfExists(at(proxy, hook, app));
        }
        Files.createFile(folder.resolve(proxy).resolve("hold-" + hook));
    }

    private void letGo(String proxy, String hook) throws IOException {
        Files.delete(folder.resolve(proxy).resolve("hold-" + hook));
    }

    private boolean isAt(String proxy, String hook, AppId app) {
        return Files.exists(at(proxy, hook, app));
    }

    /** Has the next one who asks what an app runs wait for the answer. */
    private void holdTheLookAt(AppId app, CountDownLatch asked, CountDownLatch answer) {
        platform.api()
                .fail(
                        call -> call.method().equals("GET") && call.path().equals("/apps/" + app.name() + "/formation"),
                        1,
                        platform.api().carriedOut(() -> {
                            asked.countDown();
                            try {
                                answer.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        }));
    }

    private Path at(String proxy, String hook, AppId app) {
        return folder.resolve(proxy).resolve("at-" + hook + "-" + app.name());
    }

    private Stage stage(AppId app) {
        return registry.entry(app).map(Entry::stage).orElse(Stage.AWAKE);
    }

    private int inFlight(AppId app) {
        return registry.usage(app).map(Usage::inFlight).orElse(0);
    }

    /** How often the platform was told to stop an app. */
    private long stops(AppId app) {
        return platform.api()
                .count(call -> call.method().equals("PATCH")
                        && call.path().equals("/apps/" + app.name() + "/formation")
                        && call.text().contains("\"quantity\":0"));
    }

    private void awaitZero(AppId app, long since) {
        await().atMost(left(since)).until(() -> platform.formation(app.name()).isZero());
    }

    private static <T> T load(Class<T> service, Function<T, String> type) {
        return ServiceLoader.load(service).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> type.apply(factory).equals("redis"))
                .findFirst()
                .orElseThrow();
    }

    /** What is left of the time in which others take over. */
    private static Duration left(long since) {
        return LEASE.plus(SWEEP).plus(MARGIN).minusNanos(System.nanoTime() - since);
    }
}
