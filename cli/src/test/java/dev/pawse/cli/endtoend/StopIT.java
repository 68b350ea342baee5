package dev.pawse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to end by SIGTERM. */
final class StopIT {
    @TempDir
    Path folder;

    @Test
    void itServesWhileItIsNotReadyAndEndsAtOnceAtASecondSignal() throws Exception {
        try (RunningPawse pawse = shop().set("PROXY_PRE_STOP_DELAY", "1m").start()) {
            assertThat(pawse.get("shop", "/").statusCode()).isEqualTo(200);

            pawse.signal("TERM");
            await().atMost(RunningPawse.LIMIT)
                    .until(() -> pawse.admin("GET", "/readyz").statusCode() == 503);

            assertThat(pawse.raw("GET / HTTP/1.1\r\nHost: shop.example.test\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
            // The same signal that comes twice within half a second is one request.
            await().pollDelay(Duration.ofMillis(600)).until(pawse::isAlive);
            assertThat(pawse.terminate()).isEqualTo(143);
        }
    }

    @Test
    void whatDoesNotEndInTimeIsCutOffAndTheExitCodeTells() throws Exception {
        try (RunningPawse pawse = shop().set("PROXY_SHUTDOWN_LIMIT", "200ms").start()) {
            assertThat(pawse.get("shop", "/").statusCode()).isEqualTo(200);
            try (var slow = pawse.connect()) {
                slow.getOutputStream()
                        .write("POST / HTTP/1.1\r\nHost: shop.example.test\r\nContent-Length: 5\r\n\r\nab"
                                .getBytes(StandardCharsets.US_ASCII));
                await().atMost(RunningPawse.LIMIT)
                        .until(() -> pawse.admin("GET", "/api/apps/shop").body().contains("\"inFlight\":1"));

                assertThat(pawse.terminate()).isEqualTo(8);
            }
        }
    }

    private RunningPawse shop() throws IOException {
        return RunningPawse.in(folder, """
                        apps:
                          shop:
                            processes: { web: { command: "APP", quantity: 1 } }
                            environment: { STARTS: starts }
                            hosts: [shop.example.test]
                        """).set("START_AND_STOP_MAX_IDLE_TIME", "10m");
    }
}
