package dev.pawse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a hook does: its app is served, and Pawse ends well. */
final class HooksIT {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // Each test starts it.
    private RunningPawse pawse;

    @AfterEach
    void theAppIsServedAndPawseEndsWell() throws Exception {
        assertThat(pawse.get("good", "/").body()).startsWith("web.1 ");
        assertThat(pawse.terminate()).isZero();
        pawse.close();
    }

    @Test
    void aHookThatHangsIsEndedAndTheAppWakesAllTheSame() throws Exception {
        pawse = RunningPawse.in(folder, APPS)
                .set("HOOKS_BEFORE_START", "echo here; exec sleep 1000")
                .set("HOOKS_TIMEOUT", "1s")
                .start();

        assertThat(pawse.get("good", "/").statusCode()).isEqualTo(200);
        assertThat(pawse.logged()).containsPattern("(?i)hook.*(time|limit)");
    }

    @Test
    void aHookThatExitsWith75KeepsTheAppAwake() throws Exception {
        pawse = RunningPawse.in(folder, APPS)
                .set("HOOKS_BEFORE_STOP", "[ ! -e veto ] || exit 75")
                .start();
        Path veto = Files.createFile(folder.resolve("veto"));
        pawse.get("good", "/");

        await().atMost(RunningPawse.LIMIT)
                .untilAsserted(() ->
                        assertThat(pawse.admin("GET", "/api/events").body()).contains("app-rest-cancelled"));
        assertThat(pawse.living()).isEqualTo(Map.of("web", 1));

        Files.delete(veto);
        pawse.awaitLiving(Map.of());
    }

    private static final String APPS = """
            apps:
              good:
                processes: { web: { command: "APP", quantity: 1 } }
                environment: { STARTS: starts }
                hosts: [good.example.test]
            """;
}
