package dev.pawse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawse.cli.endtoend.CrashPoint.Transition;
import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.testkit.FakePlatform;
import dev.pawse.testkit.FaultRelay;
import dev.pawse.testkit.RedisServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Proxies with one Redis, each of which is killed at another point of a rest or a wake; one lives on and takes over. */
@Isolated("fourteen processes at once leave nothing for others")
final class CrashPointsIT {
    private static final String EVERY_SECOND = "* * * * * *";
    private static final String NEW_YEAR = "0 0 0 1 1 *";
    /** No intent stays open for longer. */
    private static final Duration INTENT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final FakePlatform platform = FakeHeroku.start();
    private final RedisServer redis = RedisServer.start();
    private final Formation ran = platform.formation();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(platform, redis));
    private final Map<CrashPoint, CompletableFuture<HttpResponse<String>>> answers = new LinkedHashMap<>();

    @AfterEach
    void close() throws Exception {
        for (int last = open.size() - 1; last >= 0; last--) {
            open.get(last).close();
        }
    }

    @Test
    void whereverAProxyIsKilledWhatRanRunsAgainAndIsStartedOnce() throws Exception {
        addApps();
        RunningPawse survivor = proxy("survivor", redis.port(), EVERY_SECOND);
        putToSleep(CrashPoint.of(Transition.WAKE));
        List<DoomedPawse> resting = new ArrayList<>();
        for (CrashPoint point : CrashPoint.of(Transition.REST)) {
            resting.add(doomed(point));
        }

        // Who is to stop something has to wait until it may; meanwhile the others die.
        for (CrashPoint point : CrashPoint.of(Transition.WAKE)) {
            killAndAskElsewhere(doomed(point), survivor);
        }
        for (DoomedPawse doomed : resting) {
            doomed.pawse().awaitSettled();
            killAndAskElsewhere(doomed, survivor);
        }

        answers.forEach((point, answer) -> {
            assertThat(answer.join().statusCode()).as("answer after %s", point).isEqualTo(200);
            assertThat(platform.formation(point.app()))
                    .as("what runs after %s", point)
                    .isEqualTo(ran);
        });
        awaitStored(answers.keySet(), new StoredEntry(Stage.AWAKE, ran));
        answers.keySet().forEach(this::assertThatNothingWasStartedTwice);
    }

    private void addApps() {
        platform.bootTime(Duration.ZERO);
        platform.limitCalls(1_000_000, 1_000_000, Clock.systemUTC());
        for (Transition transition : Transition.values()) {
            for (CrashPoint point : CrashPoint.of(transition)) {
                platform.addApp(point.app(), ran, point.app() + ".example.test");
            }
        }
    }

    /** Somebody stops them past Pawse, which notices and remembers what ran. */
    private void putToSleep(List<CrashPoint> points) {
        points.forEach(point -> platform.scaleByHand(point.app(), ran.zeroed()));
        awaitStored(points, new StoredEntry(Stage.ASLEEP, ran));
    }

    /** Kills a proxy, sees what it left, and asks for the app elsewhere at once. */
    private void killAndAskElsewhere(DoomedPawse doomed, RunningPawse survivor) throws Exception {
        CrashPoint point = doomed.point();
        doomed.die();

        assertThat(StoredEntry.read(redis, point.app()))
                .as("what Redis holds at %s", point)
                .isEqualTo(new StoredEntry(point.stage(), ran));
        assertThat(platform.formation(point.app()))
                .as("what runs at %s", point)
                .isEqualTo(point.runs() ? ran : ran.zeroed());
        assertThat(changes(point)).as("changes up to %s", point).isEqualTo(point.moment().calls);
        answers.put(
                point,
                survivor.http().sendAsync(survivor.request(point.app(), "/").build(), BodyHandlers.ofString()));
    }

    private void assertThatNothingWasStartedTwice(CrashPoint point) {
        int missing = point.runs() ? 0 : 1;
        assertThat(changes(point)).as("changes up to %s and after it", point).isEqualTo(point.moment().calls + missing);
        assertThat(platform.formation(point.app()))
                .as("what runs at last after %s", point)
                .isEqualTo(ran);
    }

    private void awaitStored(Collection<CrashPoint> points, StoredEntry expected) {
        await().atMost(INTENT)
                .untilAsserted(() -> assertThat(points)
                        .allSatisfy(point -> assertThat(StoredEntry.read(redis, point.app()))
                                .as("what Redis holds of %s", point.app())
                                .isEqualTo(expected)));
    }

    private long changes(CrashPoint point) {
        return platform.api().count(request -> DoomedPawse.isChange(request, point.app()));
    }

    private DoomedPawse doomed(CrashPoint point) throws IOException {
        FaultRelay line = FaultRelay.to(redis.port());
        open.add(line);
        return new DoomedPawse(point, proxy(point.app(), line.port(), NEW_YEAR), platform, redis, line);
    }

    /** @param sweeps when it looks at all apps: who is to die does not do what is not its own */
    private RunningPawse proxy(String name, int redisPort, String sweeps) throws IOException {
        RunningPawse pawse = RunningPawse.sharing("redis://127.0.0.1:" + redisPort, platform, folder.resolve(name))
                .set("START_AND_STOP_CHECKING_INTERVAL_CRON", sweeps)
                .set("START_AND_STOP_MAX_IDLE_TIME", "10m");
        open.add(pawse);
        return pawse.start();
    }
}
