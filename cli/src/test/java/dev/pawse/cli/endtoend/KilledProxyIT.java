package dev.pawse.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.Formation;
import dev.pawse.testkit.FakePlatform;
import dev.pawse.testkit.RedisServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two proxies with one Redis, one of which is killed while it serves. */
final class KilledProxyIT {
    private static final int OPEN = 100;
    /** For so long what a process said counts; what is in use it says every five seconds. */
    private static final Duration COUNTS = Duration.ofSeconds(15);

    private static final Duration IDLE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void theAppRestsNoSoonerThanTheWordOfTheDeadProxyCountsAndSoonAfter() throws Exception {
        try (FakePlatform platform = FakeHeroku.start();
                RedisServer redis = RedisServer.start()) {
            platform.addApp("shop", Formation.of(Map.of("web", 1)), "shop.example.test");
            try (RunningPawse serving = proxy("serving", platform, redis);
                    RunningPawse other = proxy("other", platform, redis)) {
                List<Socket> open = open(serving);
                other.awaitSettled();
                assertThat(other.get("shop", "/").statusCode()).isEqualTo(200);
                await().during(IDLE.plusSeconds(3))
                        .atMost(Duration.ofSeconds(40))
                        .until(() -> !platform.formation("shop").isZero());

                serving.kill();
                long killed = System.nanoTime();

                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> platform.formation("shop").isZero());
                assertThat(Duration.ofNanos(System.nanoTime() - killed)).isGreaterThan(COUNTS.minusSeconds(6));
                assertThat(other.get("shop", "/").statusCode()).isEqualTo(200);
                for (Socket socket : open) {
                    socket.close();
                }
            }
        }
    }

    private RunningPawse proxy(String name, FakePlatform platform, RedisServer redis) throws IOException {
        return RunningPawse.sharing(redis.url(), platform, folder.resolve(name))
                .set("START_AND_STOP_MAX_IDLE_TIME", IDLE.toSeconds() + "s")
                .start();
    }

    /** Requests whose bodies never come to their end. */
    private static List<Socket> open(RunningPawse pawse) throws IOException {
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < OPEN; i++) {
            Socket socket = pawse.connect();
            socket.getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: shop.example.test\r\nContent-Length: 10\r\n\r\n12345"
                            .getBytes(UTF_8));
            open.add(socket);
        }
        return open;
    }
}
