package dev.pawse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.Formation;
import dev.pawse.testkit.FakePlatform;
import dev.pawse.testkit.RedisServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Two proxies behind a load balancer are restarted one after the other while requests come in.
 *
 * <p>With more of them, where the machine has nothing else to do: {@code -Dpawse.load.perSecond=500}.
 */
@Isolated("what others start beside it takes the time that its requests have")
final class RollingRestartIT {
    private static final int PER_SECOND = Integer.getInteger("pawse.load.perSecond", 200);

    @TempDir
    Path folder;

    @Test
    void noRequestIsLost() throws Exception {
        try (EchoApp app = EchoApp.start();
                RunningPawse first = proxy("first", app);
                RunningPawse second = proxy("second", app)) {
            restartUnderLoad(first, second, "shop.example.test");
        }
    }

    @Test
    void withARedisNoRequestIsLostEitherAndWhatBothServeIsNotStopped() throws Exception {
        try (EchoApp app = EchoApp.start();
                FakePlatform platform = FakeHeroku.start();
                RedisServer redis = RedisServer.start();
                RunningPawse first = sharing(redis, platform, proxy("first", app));
                RunningPawse second = sharing(redis, platform, proxy("second", app))) {
            platform.addApp("stock", Formation.of(Map.of("web", 1)), "stock.example.test");

            restartUnderLoad(first, second, "stock.example.test");

            assertThat(platform.api().count(call -> call.method().equals("PATCH")))
                    .as("starts and stops")
                    .isZero();
        }
    }

    /** @param visited the host of an app that one visitor uses all the time */
    private void restartUnderLoad(RunningPawse first, RunningPawse second, String visited) throws Exception {
        Map<String, RunningPawse> both = Map.of("first", first.start(), "second", second.start());
        try (RunningHaproxy haproxy = RunningHaproxy.before(folder, both)) {
            HttpRequest visit = HttpRequest.newBuilder(haproxy.uri("/"))
                    .header("Host", visited)
                    .build();
            Visitor visitor = Visitor.who(
                    () -> first.http().send(visit, BodyHandlers.discarding()).statusCode());
            SteadyLoad load = SteadyLoad.begin(haproxy.uri("/"), "shop.example.test", PER_SECOND);

            for (Map.Entry<String, RunningPawse> one : both.entrySet()) {
                assertThat(one.getValue().terminate()).isZero();
                haproxy.awaitStatus(one.getKey(), "DOWN");
                one.getValue().start();
                haproxy.awaitStatus(one.getKey(), "UP");
            }
            Duration sent = load.end();
            visitor.close();

            assertThat(load.outcomes()).containsOnlyKeys("200");
            assertThat(load.outcomes().get("200"))
                    .as("requests in %s", sent)
                    .isGreaterThan(sent.toMillis() * PER_SECOND / 1000 / 2);
            assertThat(visitor.answers()).containsOnly("200");
        }
    }

    private static RunningPawse sharing(RedisServer redis, FakePlatform platform, RunningPawse pawse) {
        platform.environment("heroku").forEach(pawse::set);
        return pawse.unset("REGISTRY_SNAPSHOT_FILE")
                .set("PROVIDER_NAME", "local,heroku")
                .set("REGISTRY_TYPE", "redis")
                .set("REGISTRY_REDIS_URL", redis.url());
    }

    private RunningPawse proxy(String name, EchoApp app) throws IOException {
        return RunningPawse.in(Files.createDirectory(folder.resolve(name)), """
                        apps:
                          shop:
                            url: http://127.0.0.1:%d
                            hosts: [shop.example.test]
                        """.formatted(app.port()))
                // Longer than the load balancer needs to notice, also on a machine that is busy.
                .set("PROXY_PRE_STOP_DELAY", "5s");
    }
}
