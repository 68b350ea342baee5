package dev.pawse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to read its configuration again while it serves. */
final class ReloadIT {
    @TempDir
    Path folder;

    @Test
    void aHangUpTakesAGoodFileOverAndABadOneChangesNothing() throws Exception {
        Path rules = folder.resolve("pawse.yml");
        Files.writeString(rules, rule("first"));
        try (RunningPawse pawse = RunningPawse.in(folder, """
                        apps:
                          shop:
                            processes: { web: { command: "APP", quantity: 1 } }
                            environment: { STARTS: starts }
                        """)
                .set("START_AND_STOP_MAX_IDLE_TIME", "10m")
                .start()) {
            assertThat(pawse.get("first", "/").statusCode()).isEqualTo(200);

            Files.writeString(rules, rule("second") + "  - patern: x\n    app_max_idle_time: soon\n");
            pawse.signal("HUP");
            await().atMost(RunningPawse.LIMIT).until(() -> metric(pawse, "pawse_config_reload_failed_total 1.0"));

            assertThat(pawse.get("first", "/").statusCode()).isEqualTo(200);
            assertThat(pawse.get("second", "/").statusCode()).isEqualTo(421);
            assertThat(pawse.admin("GET", "/readyz").statusCode()).isEqualTo(200);
            assertThat(pawse.admin("GET", "/api/status").body()).contains("did you mean pattern?", "'soon'");
            assertThat(pawse.logged()).contains("pawse.yml:4", "pawse.yml:5");

            Files.writeString(rules, rule("second"));
            pawse.signal("HUP");
            await().atMost(RunningPawse.LIMIT).until(() -> metric(pawse, "pawse_config_reload_total 1.0"));

            assertThat(pawse.get("first", "/").statusCode()).isEqualTo(421);
            assertThat(pawse.get("second", "/").statusCode()).isEqualTo(200);
            assertThat(pawse.terminate()).isZero();
        }
    }

    private static boolean metric(RunningPawse pawse, String line) throws Exception {
        return pawse.admin("GET", "/metrics").body().contains(line);
    }

    private static String rule(String name) {
        return "rules:\n  - pattern: ^shop$\n    hosts: [" + name + ".example.test]\n";
    }
}
