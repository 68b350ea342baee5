package dev.pawse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ran before a rest runs again after the wake, also when Pawse is killed at any step in between. */
final class FormationIT {
    private static final Map<String, Integer> SCALED = Map.of("web", 3, "worker", 2);
    private static final List<String> HOOKS =
            List.of("HOOKS_BEFORE_STOP", "HOOKS_AFTER_STOP", "HOOKS_BEFORE_START", "HOOKS_AFTER_START");
    private static final String WORKER = "\"echo $PAWSE_PROCESS $$ >> $STARTS; exec sleep 600\"";
    private static final String APPS = """
            apps:
              shop:
                processes:
                  web:    { command: "APP", quantity: 1 }
                  worker: { command: WORKER, quantity: 1 }
                  cron:   { command: WORKER, quantity: 1 }
                environment: { STARTS: starts }
                hosts: [shop.example.test]
            """.replace("WORKER", WORKER);

    @TempDir
    Path folder;

    @Test
    void whatRanComesBackWheneverPawseIsKilled() throws Exception {
        try (RunningPawse pawse = pawse()) {
            for (String hook : HOOKS) {
                pawse.set(hook, "[ ! -e " + hook + " ] || { rm " + hook + "; kill -9 $(cat pawse.pid); }");
            }
            pawse.start();
            scale(pawse);

            sleep(pawse);
            assertThatItComesBack(pawse);

            for (String hook : HOOKS) {
                killAt(hook, pawse);
                assertThatItComesBack(pawse);
            }

            pawse.kill();
            restart(pawse);
            assertThatItComesBack(pawse);

            sleep(pawse);
            pawse.kill();
            restart(pawse);
            assertThatItComesBack(pawse);
        }
    }

    private void killAt(String hook, RunningPawse pawse) throws Exception {
        if (hook.endsWith("START")) {
            sleep(pawse);
            Files.createFile(folder.resolve(hook));
            pawse.http().sendAsync(pawse.request("shop", "/").build(), BodyHandlers.discarding());
        } else {
            Files.createFile(folder.resolve(hook));
            pawse.adminAsync("POST", "/api/apps/shop/sleep");
        }
        pawse.awaitEnd();
        restart(pawse);
    }

    /** Nothing outlives Pawse, and the next one begins with everything asleep. */
    private static void restart(RunningPawse pawse) throws Exception {
        pawse.awaitLiving(Map.of());
        pawse.start();
    }

    private static void assertThatItComesBack(RunningPawse pawse) throws Exception {
        assertThat(pawse.get("shop", "/").statusCode()).isEqualTo(200);
        pawse.awaitLiving(SCALED);
    }

    private RunningPawse pawse() throws Exception {
        return RunningPawse.in(folder, APPS).set("START_AND_STOP_MAX_IDLE_TIME", "10m");
    }

    private static void sleep(RunningPawse pawse) throws Exception {
        assertThat(pawse.admin("POST", "/api/apps/shop/sleep").statusCode()).isEqualTo(200);
        pawse.awaitLiving(Map.of());
    }

    private static void scale(RunningPawse pawse) throws Exception {
        pawse.get("shop", "/");
        pawse.run("scale", "-a", "shop", "web=3", "worker=2", "cron=0");
        pawse.awaitLiving(SCALED);
        pawse.awaitRemembered("quantity: 3");
    }
}
