package dev.pawse.cli;

import static dev.pawse.cli.RunningDemo.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoIT {
    @TempDir
    Path directory;

    @Test
    void anAppWakesRestsAndWakesAgainAndNothingIsLeft() throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory, "2s")) {
            long first = demo.pid("hello.localhost");
            assertThat(ProcessHandle.of(first)).isPresent();
            await().atMost(PATIENCE).until(() -> ProcessHandle.of(first).isEmpty());

            long second = demo.pid("hello.localhost");
            assertThat(second).isNotEqualTo(first);
            assertThat(demo.get("shop.localhost")).contains("7 teapots");

            demo.process.destroy();
            assertThat(demo.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(demo.process.exitValue()).isZero();
            assertThat(ProcessHandle.of(second)).isEmpty();
            assertThat(demo.folder()).doesNotExist();
            assertThat(demo.events()).startsWith("app-woke", "app-rested", "app-woke");
        }
    }

    @Test
    void otherCommandsWorkOnTheAppsOfTheDemo() throws IOException {
        try (RunningDemo demo = RunningDemo.start(directory, "10m")) {
            demo.get("mail.localhost");
            Distribution pawse = new Distribution(directory)
                    .with("PROVIDER_LOCAL_FILE", demo.text("appsFile"))
                    .with("ADMIN_URL", demo.text("admin"))
                    .with("ADMIN_TOKEN", demo.text("adminToken"));

            assertThat(pawse.run("apps", "--json").json().findValuesAsString("name"))
                    .containsExactly("hello", "mail", "shop", "stock");
            assertThat(pawse.run("ps", "-a", "mail", "-j").json().findValuesAsString("type"))
                    .containsExactly("web", "worker");
            assertThat(pawse.run("logs", "-a", "mail", "-n", "1", "--raw", "--process", "worker")
                            .out())
                    .startsWith("sent letter ");
            assertThat(pawse.run("events", "--json", "-a", "mail").out()).contains("\"name\":\"app-woke\"");
            assertThat(pawse.run("config", "set", "A=1", "-a", "mail", "-q").code())
                    .isZero();
            assertThat(pawse.run("config", "get", "A", "-a", "mail").out()).isEqualTo("1\n");
        }
    }

    @Test
    void theAppsOfADemoThatIsKilledEndWithIt() throws IOException {
        try (RunningDemo demo = RunningDemo.start(directory, "10m")) {
            long pid = demo.pid("hello.localhost");

            demo.process.destroyForcibly();

            await().atMost(PATIENCE).until(() -> ProcessHandle.of(pid).isEmpty());
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() throws IOException {
        try (RunningDemo demo = RunningDemo.start(directory, "10m")) {
            var second = new Distribution(directory).run("demo", "--port", String.valueOf(demo.port()), "--json");

            assertThat(second.code()).isEqualTo(6);
            assertThat(second.err())
                    .contains("port " + demo.port() + " of 127.0.0.1 cannot be listened on")
                    .contains("--port 0");
        }
    }
}
