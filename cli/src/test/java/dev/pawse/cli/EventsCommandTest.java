package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.core.Pawse;
import dev.pawse.core.PawseConfig;
import dev.pawse.core.Plugins;
import dev.pawse.proxy.ProxyListeners;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Timeline;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FakeHistory;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happened, as a platform tells it and a proxy that runs in this process, or not. */
final class EventsCommandTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;
    private @Nullable Proxy proxy;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("ADMIN_TOKEN", "a-token");
        pawse.environment.put("ADMIN_PORT", "1");
        pawse.environment.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
        history(FakeProvider.builder("test").clock(pawse.clock));
    }

    @AfterEach
    void end() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void withoutAProxyThePlatformTellsAloneAndThatIsSaid() {
        var events = pawse.run("events", "-a", "shop");

        assertThat(events.code()).as(events.err()).isZero();
        assertThat(events.out().lines().map(line -> line.substring("09-01 12:00:00 ".length())))
                .containsExactly(
                        "test/shop  v1 Deploy 1a2b3c4 by somebody@example.test",
                        "test/shop  web=2 by somebody@example.test");
        assertThat(events.err())
                .isEqualTo("Told by the platform alone: no proxy was found at http://127.0.0.1:1;"
                        + " --url URL or ADMIN_URL names one.\n");
        assertThat(pawse.run("events", "-a", "shop", "--json").err()).isEmpty();
    }

    @Test
    void whatHappenedOnThePlatformIsToldInJsonWithWhoDidIt() {
        assertThat(json("events", "-a", "shop", "-n", "1", "-j").get(0).toString())
                .isEqualTo("{\"id\":\"event-2\",\"name\":\"scale\",\"app\":\"test/shop\","
                        + "\"at\":\"2026-09-01T12:10:00.000Z\",\"text\":\"web=2\",\"formation\":null,\"tookMs\":null,"
                        + "\"idleMs\":null,\"reason\":null,\"source\":\"platform\",\"by\":\"somebody@example.test\"}");
    }

    @Test
    void platformAndProxyAreToldByTime() {
        openProxy();
        pawse.clock.advance(Duration.ofHours(1));
        pawse.run("proxy", "sleep", "shop");
        pawse.clock.advance(Duration.ofMinutes(1));
        pawse.platform.fake("shop").history().happen("restart", "restarted");

        JsonNode events = json("events", "-a", "shop", "-j");

        assertThat(events.findValuesAsString("name")).containsSubsequence("release", "scale", "app-rested", "restart");
        assertThat(events.findValuesAsString("source")).startsWith("platform").endsWith("pawse", "platform");
        assertThat(events.findValuesAsString("at")).isSorted();
        assertThat(json("events", "-a", "shop", "-j", "-n", "2").findValuesAsString("name"))
                .containsExactly("app-rested", "restart");
        assertThat(json("events", "-a", "shop", "-j", "--since", "30s").findValuesAsString("name"))
                .containsExactly("restart");
        assertThat(json("events", "-a", "shop", "-j", "--since", "90s").findValuesAsString("name"))
                .containsExactly("app-rested", "restart");
    }

    @Test
    void withoutAnAppTheProxyTellsAlone() {
        openProxy();
        pawse.run("proxy", "sleep", "shop");

        var events = json("events", "-j");

        assertThat(events.findValuesAsString("source")).isNotEmpty().containsOnly("pawse");
        assertThat(events.findValuesAsString("app")).contains("test/shop", "test/blog");
    }

    @Test
    void withoutAnAppAndAProxyThereIsNothingToTell() {
        var events = pawse.run("events");

        assertThat(events.code()).isEqualTo(7);
        assertThat(events.err()).contains("no proxy answers at http://127.0.0.1:1");
    }

    @Test
    void theAppOfTheFolderIsMeant() throws IOException {
        Files.writeString(directory.resolve(".pawse.yml"), "app: shop\n");

        assertThat(pawse.run("events").out()).contains("web=2");
    }

    @Test
    void aProxyThatIsNamedHasToAnswer() {
        var events = pawse.run("events", "-a", "shop", "--url", "http://127.0.0.1:1");

        assertThat(events.code()).isEqualTo(7);
        assertThat(events.out()).isEmpty();
        assertThat(events.err()).contains("no proxy answers at http://127.0.0.1:1");
    }

    @Test
    void aPlatformWithoutATimelineSaysSoWhereNoProxyRuns() {
        history(FakeProvider.builder("test").clock(pawse.clock).without(Timeline.class));

        var events = pawse.run("events", "-a", "shop");

        assertThat(events.code()).isEqualTo(5);
        assertThat(events.err())
                .contains("does not tell what happened to its apps")
                .contains("pawse logs");
        openProxy();
        assertThat(pawse.run("events", "-a", "shop").code()).isZero();
    }

    @Test
    void whereNobodyIsLoggedInTheProxyTells() {
        openProxy();
        pawse.run("proxy", "sleep", "shop");
        pawse.environment.put("HOME", directory.toString());
        pawse.environment.put("PROVIDER_NAME", "heroku");

        var events = pawse.run("events", "-a", "shop");

        assertThat(events.code()).as(events.err()).isZero();
        assertThat(events.out()).contains("test/shop");
        pawse.environment.remove("ADMIN_URL");
        assertThat(pawse.run("events", "-a", "shop").code()).isEqualTo(4);
    }

    @Test
    void aPlatformThatFailsDoesNotKeepBackWhatTheProxyTells() {
        openProxy();
        pawse.run("proxy", "sleep", "shop");
        pawse.platform.faults().on(Operation.TIMELINE).failNext(1, Reason.FORBIDDEN);

        var events = pawse.run("events", "-a", "shop");

        assertThat(events.code()).as(events.err()).isZero();
        assertThat(events.err()).startsWith("Warning: the platform does not tell what happened: ");
    }

    @Test
    void anAppThatIsNotThereIsNotFound() {
        var events = pawse.run("events", "-a", "shpo");

        assertThat(events.code()).isEqualTo(3);
        assertThat(events.err()).contains("Similar: shop");
    }

    @Test
    void whatHappensOnThePlatformIsFollowedUntilTheTimeIsOver() {
        pawse.timeFlies = true;
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            private boolean told;

            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                if (!told) {
                    told = true;
                    pawse.platform.fake("shop").history().happen("restart", "restarted");
                }
            }
        };

        var events = pawse.run(out, "events", "-a", "shop", "-n", "1", "-f", "--timeout", "30s");

        assertThat(events.code()).as(events.err()).isZero();
        assertThat(events.out().lines().map(line -> line.replaceAll(".*test/shop  (\\S+).*", "$1")))
                .containsExactly("web=2", "restarted");
    }

    @Test
    void whatAProxyDoesIsFollowedUntilTheTimeIsOver() {
        openProxy();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        CompletableFuture<CommandLineFixture.Result> followed =
                Background.call(() -> pawse.run(out, "events", "-a", "shop", "-j", "-f", "--timeout", "1h"));
        holds("the past", out, "\"name\":\"scale\"");
        pawse.run("proxy", "sleep", "shop");
        holds("the rest", out, "\"name\":\"app-rested\"");
        pawse.clock.advance(Duration.ofHours(2));
        var events = followed.orTimeout(60, TimeUnit.SECONDS).join();

        assertThat(events.code()).as(events.err()).isZero();
        assertThat(lines(events.out()).findValuesAsString("name")).containsOnlyOnce("app-rested", "scale", "release");
    }

    private static void holds(String what, ByteArrayOutputStream out, String text) {
        Eventually.holds(
                what,
                Duration.ofSeconds(30),
                () -> out.toString(StandardCharsets.UTF_8).contains(text));
    }

    private void history(FakeProvider.Builder platform) {
        pawse.platform = platform.build();
        FakeHistory history =
                pawse.platform.add("shop").formation(Map.of("web", 2)).history();
        pawse.platform.add("blog");
        history.release("Deploy 1a2b3c4");
        pawse.clock.advance(Duration.ofMinutes(10));
        history.happen("scale", "web=2");
    }

    private JsonNode json(String... arguments) {
        var result = pawse.run(arguments);
        assertThat(result.code()).as(result.err()).isZero();
        return lines(result.out());
    }

    private static JsonNode lines(String text) {
        return JsonMapper.shared().readTree("[" + String.join(",", text.lines().toList()) + "]");
    }

    private void openProxy() {
        proxy = Proxy.open(pawse);
    }

    /** A proxy of the test's platform, which the environment names from then on. */
    private record Proxy(Plugins plugins, Pawse engine, ProxyListeners listeners) implements AutoCloseable {
        static Proxy open(CommandLineFixture pawse) {
            TestPlatform.use(pawse.platform, pawse.others);
            pawse.environment.put("ADMIN_PORT", "0");
            Plugins plugins = Plugins.load(null);
            PawseConfig config = PawseConfig.read(pawse.environment, pawse.directory, Map.of());
            Pawse engine = config.engine(plugins, pawse.clock).build();
            ProxyListeners listeners = ProxyListeners.create(config, engine);
            var admin = listeners.openAdmin();
            engine.start();
            pawse.environment.put("ADMIN_PORT", "1");
            pawse.environment.put("ADMIN_URL", "http://127.0.0.1:" + admin.getPort());
            return new Proxy(plugins, engine, listeners);
        }

        @Override
        public void close() {
            listeners.close();
            engine.close();
            plugins.close();
        }
    }
}
