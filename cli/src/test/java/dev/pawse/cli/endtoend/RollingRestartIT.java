package dev.pawse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two proxies behind a load balancer are restarted one after the other while requests come in. */
final class RollingRestartIT {
    private static final int PER_SECOND = 500;

    @TempDir
    Path folder;

    @Test
    void noRequestIsLost() throws Exception {
        try (EchoApp app = EchoApp.start();
                RunningPawse first = proxy("first", app).start();
                RunningPawse second = proxy("second", app).start();
                RunningHaproxy haproxy = RunningHaproxy.before(folder, Map.of("first", first, "second", second))) {
            SteadyLoad load = SteadyLoad.begin(haproxy.uri("/"), "shop.example.test", PER_SECOND);

            for (Map.Entry<String, RunningPawse> one :
                    Map.of("first", first, "second", second).entrySet()) {
                assertThat(one.getValue().terminate()).isZero();
                haproxy.awaitStatus(one.getKey(), "DOWN");
                one.getValue().start();
                haproxy.awaitStatus(one.getKey(), "UP");
            }
            Duration sent = load.end();

            assertThat(load.outcomes()).containsOnlyKeys("200");
            assertThat(load.outcomes().get("200"))
                    .as("requests in %s", sent)
                    .isGreaterThan(sent.toMillis() * PER_SECOND / 1000 / 2);
        }
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
