package dev.pawse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.Formation;
import dev.pawse.testkit.FakePlatform;
import dev.pawse.testkit.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads while a proxy's Redis is away. */
final class RedisAwayIT {
    private static final int SWEEPS = 4;

    @TempDir
    private Path folder;

    @Test
    void theLogTellsThatItIsAwayAndThatItIsBackAndNothingElseOfIt() throws Exception {
        try (FakePlatform platform = FakeHeroku.start();
                RedisServer redis = RedisServer.start()) {
            platform.addApp("shop", Formation.of(Map.of("web", 1)), "shop.example.test");
            try (RunningPawse pawse = RunningPawse.sharing(redis.url(), platform, folder.resolve("pawse"))
                    .start()) {
                await().atMost(RunningPawse.LIMIT).until(() -> pawse.logged().contains("Proxy on http"));
                int before = pawse.logged().length();

                redis.stop();
                await().atMost(RunningPawse.LIMIT).until(() -> pawse.logged().contains("until it answers again"));
                long sweeps = sweeps(platform);
                await().atMost(RunningPawse.LIMIT).until(() -> sweeps(platform) >= sweeps + SWEEPS);
                assertThat(pawse.get("shop", "/").statusCode()).isEqualTo(200);
                assertThat(pawse.admin("GET", "/readyz").body()).contains("registry");
                redis.again();
                await().atMost(RunningPawse.LIMIT)
                        .until(() -> pawse.logged()
                                .contains("the registry at " + redis.host() + ":" + redis.port() + " answers again"));

                List<String> lines = pawse.logged().substring(before).lines().toList();
                assertThat(lines)
                        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+ (INFO|WARN) \\S+ - .*"))
                        .noneMatch(line -> line.toLowerCase(Locale.ROOT).matches(".*(lettuce|reconnect|exception).*"));
                assertThat(lines).filteredOn(line -> line.contains("Sweeper")).hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    private static long sweeps(FakePlatform platform) {
        return platform.api()
                .count(call -> call.method().equals("GET") && call.path().equals("/apps"));
    }
}
