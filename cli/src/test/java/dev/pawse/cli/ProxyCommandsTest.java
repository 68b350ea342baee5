package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.core.Pawse;
import dev.pawse.core.PawseConfig;
import dev.pawse.core.Plugins;
import dev.pawse.proxy.ProxyListeners;
import dev.pawse.spi.AppState;
import dev.pawse.testkit.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands that ask a proxy, against one that runs in this process. */
final class ProxyCommandsTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;
    private Plugins plugins;
    private Pawse engine;
    private ProxyListeners listeners;

    @BeforeEach
    void proxy() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("ADMIN_TOKEN", "a-token");
        pawse.environment.put("ADMIN_PORT", "0");
        pawse.environment.put("PORT", "0");
        pawse.environment.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
        pawse.platform = FakeProvider.builder("test").clock(pawse.clock).build();
        pawse.platform.add("shop").formation(Map.of("web", 2));
        pawse.platform.add("blog").state(AppState.STOPPED);
        TestPlatform.use(pawse.platform, pawse.others);
        plugins = Plugins.load(null);
        PawseConfig config = configuration();
        engine = config.engine(plugins, pawse.clock).build();
        listeners = ProxyListeners.create(config, engine, this::configuration);
        var admin = listeners.openAdmin();
        engine.start();
        listeners.openProxy();
        pawse.environment.put("ADMIN_URL", "http://127.0.0.1:" + admin.getPort());
    }

    @AfterEach
    void end() {
        listeners.close();
        engine.close();
        plugins.close();
    }

    @Test
    void theStatusTellsOfEveryAppWhenItSleeps() {
        var status = pawse.run("proxy", "status");

        assertThat(status.code()).as(status.err()).isZero();
        assertThat(status.out().lines().skip(1))
                .anyMatch(line -> line.matches("test/shop +running +0 .*"))
                .anyMatch(line -> line.matches("test/blog +stopped +0 .* -"));
        assertThat(pawse.run("proxy", "status", "-j").json().get("apps")).hasSize(2);
    }

    @Test
    void theListOfAppsTellsWhenEachSleeps() {
        var apps = pawse.run("apps", "--json").json();

        assertThat(apps.get(1).get("name").asString()).isEqualTo("shop");
        assertThat(apps.get(1).get("maxIdleMs").asLong()).isEqualTo(900_000);
        assertThat(pawse.run("apps").out()).contains("SLEEPS IN");
        assertThat(pawse.run("apps", "-F", "tsv").out().lines()).allMatch(line -> line.split("\t", -1).length == 7);
    }

    @Test
    void aProxyThatIsAwayDoesNotKeepAppsFromBeingListed() {
        listeners.close();

        assertThat(pawse.run("apps").out()).contains("shop").doesNotContain("SLEEPS IN");
    }

    @Test
    void anAppIsPutToSleepAndWokenAndTheReasonTold() {
        assertThat(pawse.run("proxy", "sleep", "shop").out()).startsWith("test/shop rests;");
        assertThat(pawse.platform.fake("shop").state()).isEqualTo(AppState.STOPPED);
        pawse.clock.advance(Duration.ofHours(3));
        var woken = pawse.run("proxy", "wake", "test:shop", "--wait", "--timeout", "20s", "-j");

        assertThat(woken.code()).as(woken.err()).isZero();
        assertThat(woken.json().get("state").asString()).isEqualTo("running");
        var why = pawse.run("proxy", "why", "shop");
        assertThat(why.out())
                .startsWith("test/shop  running\n")
                .contains("woke after")
                .contains("rests after");
        assertThat(pawse.run("proxy", "why", "shop", "-j").json().get("events").size())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void aDryRunLeavesTheAppsAlone() {
        assertThat(pawse.run("proxy", "sleep", "shop", "--dry-run", "-j")
                        .json()
                        .get("dryRun")
                        .asBoolean())
                .isTrue();
        assertThat(pawse.run("proxy", "wake", "blog", "--dry-run").out()).startsWith("Would wake");

        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void anAppThatTheProxyDoesNotKnowIsNotFound() {
        var result = pawse.run("proxy", "why", "shpo");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("no app is called 'shpo'");
    }

    @Test
    void aWrongTokenIsToldWithWhatHelps() throws IOException {
        Path file = directory.resolve("token");
        Files.writeString(file, "another");

        var result = pawse.run("proxy", "status", "--token-file", "token");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("wants another token").doesNotContain("another-token");
    }

    @Test
    void whereNoProxyRunsItIsSaidHowToStartOne() {
        listeners.close();

        var result = pawse.run("proxy", "status");

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).contains("no proxy answers at");
    }

    @Test
    void theReportCountsHoursAndMoneyToTheCent() throws IOException {
        prices("test: { \"*\": 7.30/month }", "currency: { code: EUR }");
        pawse.run("proxy", "sleep", "shop");
        pawse.clock.advance(Duration.ofHours(50));

        JsonNode report = pawse.run("report", "--since", "10d", "-j").json();

        // Two processes of a cent an hour for fifty hours.
        assertThat(report.get("apps").get(0).toString())
                .isEqualTo("{\"app\":\"test/shop\",\"provider\":\"test\",\"restedMs\":180000000,\"rests\":1,"
                        + "\"saved\":\"1.00\",\"complete\":true}");
        assertThat(report.get("currency").asString()).isEqualTo("EUR");
        assertThat(report.get("providers").get(0).get("saved").asString()).isEqualTo("1.00");
        assertThat(pawse.run("report").out())
                .contains("test/shop")
                .contains("2d2h")
                .contains("1.00");
    }

    @Test
    void whatHasNoPriceIsToldAndNotGuessed() {
        pawse.run("proxy", "sleep", "shop");
        pawse.clock.advance(Duration.ofHours(1));

        var report = pawse.run("report", "-j");

        assertThat(report.err()).contains("no price is known of test *, so 2.0 h of it are not counted");
        assertThat(report.json().get("apps").get(0).get("saved").isNull()).isTrue();
        assertThat(report.json().get("apps").get(0).get("complete").asBoolean()).isFalse();
    }

    @Test
    void aPriceThatIsNoneIsAnErrorOfTheFile() throws IOException {
        prices("test: { S: cheap }");

        var report = pawse.run("report");

        assertThat(report.code()).isEqualTo(11);
        assertThat(report.err()).contains("prices: test: S: 'cheap' is not a price such as 7/month");
    }

    @Test
    void aCheckShowsWhichRulesEachAppMatches() throws IOException {
        Files.writeString(directory.resolve("pawse.yml"), """
                rules:
                  - pattern: ^sh
                    app_max_idle_time: 1h
                  - pattern: ^nothing
                    ignore: true
                """);

        var check = pawse.run("proxy", "check", "-j");

        assertThat(check.code()).as(check.err()).isZero();
        JsonNode shop = check.json().get("apps").get(1);
        assertThat(shop.get("app").asString()).isEqualTo("test/shop");
        assertThat(shop.get("rules")).hasSize(1);
        assertThat(shop.get("maxIdleMs").asLong()).isEqualTo(3_600_000);
        assertThat(check.json().get("apps").get(0).get("rules")).isEmpty();
        assertThat(check.err()).contains("the rule matches no app");
        assertThat(pawse.platform.writes()).isZero();
    }

    @Test
    void aCheckOfAWrongConfigurationTellsAllOfIt() throws IOException {
        Files.writeString(directory.resolve("other.yml"), "rules:\n  - patern: shop\n");
        pawse.environment.put("START_AND_STOP_MAX_IDLE_TIME", "soon");

        var check = pawse.run("proxy", "check", "-c", "other.yml", "--offline");

        assertThat(check.code()).isEqualTo(11);
        assertThat(check.err()).contains("patern").contains("soon");
    }

    @Test
    void aReloadTakesNewRulesOverAndNamesWhatNeedsARestart() throws IOException {
        Files.writeString(directory.resolve("pawse.yml"), "rules: [{ pattern: ^shop$, app_max_idle_time: 2h }]\n");
        Files.writeString(directory.resolve(".env"), "REGISTRY_SNAPSHOT_FILE=elsewhere\n");

        var dry = pawse.run("proxy", "reload", "--dry-run", "-j");
        JsonNode before = idle();
        var reload = pawse.run("proxy", "reload", "-j");

        assertThat(dry.json().get("dryRun").asBoolean()).isTrue();
        assertThat(before.asLong()).isEqualTo(900_000);
        assertThat(reload.code()).as(reload.err()).isZero();
        assertThat(reload.json().get("rules").asInt()).isEqualTo(1);
        assertThat(reload.json().get("needsRestart").toString()).isEqualTo("[\"REGISTRY_SNAPSHOT_FILE\"]");
        assertThat(reload.err()).contains("needs a restart: REGISTRY_SNAPSHOT_FILE");
        assertThat(idle().asLong()).isEqualTo(7_200_000);
        assertThat(pawse.run("proxy", "status").err()).contains("needs a restart: REGISTRY_SNAPSHOT_FILE");
    }

    @Test
    void aReloadOfAWrongFileTellsAllOfItAndTheProxyGoesOn() throws IOException {
        Files.writeString(
                directory.resolve("pawse.yml"),
                "rules:\n  - patern: ^shop$\n  - pattern: ^shop$\n    app_max_idle_time: soon\n");

        var reload = pawse.run("proxy", "reload");

        assertThat(reload.code()).isEqualTo(11);
        assertThat(reload.err())
                .contains("pawse.yml:2", "did you mean pattern?", "pawse.yml:4", "'soon'")
                .contains("the proxy goes on with the configuration that it has");
        assertThat(idle().asLong()).isEqualTo(900_000);
        JsonNode status = pawse.run("proxy", "status", "-j").json();
        assertThat(status.get("ready").asBoolean()).isTrue();
        assertThat(status.get("configuration").get("problems")).hasSize(2);
        assertThat(status.get("registry").get("up").asBoolean()).isTrue();
    }

    @Test
    void aReloadMayChangeTheToken() throws IOException {
        // What the environment says wins over the file, so this one comes from a file alone.
        pawse.environment.put("ADMIN_TOKEN_FILE", "admin.token");
        pawse.environment.remove("ADMIN_TOKEN");
        Files.writeString(directory.resolve("admin.token"), "a-token");
        assertThat(pawse.run("proxy", "reload").code()).isZero();
        Files.writeString(directory.resolve("admin.token"), "another");
        Files.writeString(directory.resolve("before"), "a-token");

        assertThat(pawse.run("proxy", "reload", "--token-file", "before").code())
                .isZero();

        assertThat(pawse.run("proxy", "status", "--token-file", "before").code())
                .isEqualTo(4);
        assertThat(pawse.run("proxy", "status").code()).isZero();
    }

    private JsonNode idle() {
        return pawse.run("proxy", "status", "-j").json().get("apps").get(1).get("maxIdleMs");
    }

    private PawseConfig configuration() {
        return PawseConfig.read(pawse.environment, directory, Map.of());
    }

    private void prices(String... lines) throws IOException {
        Path file = directory.resolve("config/pawse/config.yml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "prices:\n  " + String.join("\n  ", lines) + "\n");
    }
}
