package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.core.AppPolicy.WakeMode;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Hook.Point;
import dev.pawse.spi.PawseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesFileTest {
    private static final AppId SHOP = AppId.parse("local/shop");

    @TempDir
    private Path directory;

    @Test
    void aRuleSetsEverythingThatAPolicyHas() {
        AppPolicy policy = policy("""
                rules:
                  - pattern: ^sh(op)$
                    app_name: The $1
                    app_max_idle_time: 2h
                    linked_apps: [stock, work/db-$1]
                    ignore: true
                    hosts: [Shop.Example.test, "*.shop.test"]
                    wake: hold
                    hold: 10s
                    max_waiters: 5
                    schedule: { awake: [Mon-Fri 08:00-19:00, Sat 10:00-12:00], zone: Europe/Paris }
                    probe: /healthz
                    hooks:
                      timeout: 10s
                      before_start: ./warm
                      after-stop: "echo off"
                      before_stop: { command: ./busy, required: true, timeout: 1m }
                """);

        assertThat(policy.displayName()).isEqualTo("The op");
        assertThat(policy.maxIdle()).isEqualTo(Duration.ofHours(2));
        assertThat(policy.linkedApps()).containsExactlyInAnyOrder("stock", "work/db-op");
        assertThat(policy.ignored()).isTrue();
        assertThat(policy.hosts()).containsExactlyInAnyOrder("shop.example.test", "*.shop.test");
        assertThat(policy.wake()).isEqualTo(WakeMode.HOLD);
        assertThat(policy.holdLimit()).isEqualTo(Duration.ofSeconds(10));
        assertThat(policy.maxWaiters()).isEqualTo(5);
        assertThat(policy.schedule().keepsAwake(Instant.parse("2026-01-05T07:30:00Z")))
                .isTrue();
        assertThat(policy.probePath()).isEqualTo("/healthz");
        assertThat(policy.hooks())
                .isEqualTo(Map.of(
                        Point.BEFORE_START, new HookCommand("./warm", Duration.ofSeconds(10)),
                        Point.AFTER_STOP, new HookCommand("echo off", Duration.ofSeconds(10)),
                        Point.BEFORE_STOP, new HookCommand("./busy", Duration.ofMinutes(1))));
        assertThat(policy.requiredHooks()).containsExactly(Point.BEFORE_STOP);
    }

    @Test
    void requiredForAllHooksMeansTheBeforeHooks() {
        AppPolicy policy = policy("""
                rules:
                  - hooks: { required: true, before_start: ./warm, after_start: ./tell }
                """);

        assertThat(policy.requiredHooks()).containsExactly(Point.BEFORE_START);
    }

    @Test
    void aBareNumberIsMinutesAndAnHourIsNoLimit() {
        assertThat(policy("rules: [{app_max_idle_time: 90}]").maxIdle()).isEqualTo(Duration.ofMinutes(90));
        assertThat(policy("rules: [{app_max_idle_time: 0}]").maxIdle()).isZero();
    }

    @Test
    void yesAndNoAreTextsAndNumbersKeepTheirForm() {
        assertThat(policy("rules: [{linked_apps: [no, on, 007, 1e3]}]").linkedApps())
                .containsExactlyInAnyOrder("no", "on", "007", "1e3");
        assertThatThrownBy(() -> policy("rules: [{linked_apps: [a, ~]}]"))
                .hasMessage("pawse.yml:1: linked_apps: is empty; right is a text");
    }

    @Test
    void theOriginalsFileIsReadToo() throws IOException {
        Files.writeString(
                directory.resolve("paastis.yml"), "rules:\n  - pattern: '.*fastify.*'\n    app_max_idle_time: 0\n");

        PawseConfig config = read();

        assertThat(config.rules().policy(AppId.parse("local/hello-fastify")).maxIdle())
                .isZero();
        assertThat(config.file()).hasValueSatisfying(file -> assertThat(file).hasFileName("paastis.yml"));
    }

    @Test
    void aDoubledBackslashIsTold() {
        write("rules:\n  - pattern: 'app-pr(\\\\d+)'\n");

        assertThat(read().warnings())
                .singleElement()
                .asString()
                .startsWith("pawse.yml:2: pattern: 'app-pr(\\\\d+)' looks");
    }

    @Test
    void aFileMayBeNamed() throws IOException {
        Files.writeString(directory.resolve("own.yaml"), "rules: [{ignore: true}]");
        Files.writeString(directory.resolve("pawse.yml"), "rules: [{ignore: false}]");

        PawseConfig config = PawseConfig.read(Map.of(), directory, Map.of("config", "own.yaml"));

        assertThat(config.rules().policy(SHOP).ignored()).isTrue();
        assertThatThrownBy(() -> PawseConfig.read(Map.of("PAWSE_CONFIG", "none.yml"), directory, Map.of()))
                .hasMessageContaining("PAWSE_CONFIG: there is no file none.yml");
    }

    @Test
    void everyProblemComesWithItsLineAndTheNearestKnownKey() {
        assertThatThrownBy(() -> policy("""
                        rulez: []
                        rules:
                          - pattern: (
                            wake: hodl
                          - app_max_idle_tim: 3
                            app_max_idle_time: soon
                            pattern: a
                            pattern: b
                          - hosts: [https://x.test/]
                            schedule: Mon-Fry 08:00-19:00
                            hooks:
                              before_strat: x
                              after_start: { command: x, required: true }
                            max_waiters: -1
                            probe: healthz
                          - linked_apps: { a: b }
                        """))
                .isInstanceOfSatisfying(
                        PawseException.class,
                        e -> assertThat(e.message().lines())
                                .containsExactlyInAnyOrder(
                                        "pawse.yml:1: rulez: is not known here; did you mean rules?",
                                        "pawse.yml:3: pattern: '(' is not a regular expression: Unclosed group at character 2",
                                        "pawse.yml:4: wake: 'hodl' is not auto, page, hold or never; did you mean hold?",
                                        "pawse.yml:5: app_max_idle_tim: is not known here; did you mean app_max_idle_time?",
                                        "pawse.yml:6: app_max_idle_time: 'soon' is not a duration such as 90s or 15m",
                                        "pawse.yml:8: pattern: stands on line 7 already",
                                        "pawse.yml:9: hosts: 'https://x.test/' is not a host name such as shop.example.com or"
                                                + " *.example.com (without scheme, port or path)",
                                        "pawse.yml:10: schedule: 'Mon-Fry 08:00-19:00' as a schedule has the day 'Fry', which is not"
                                                + " one of mon, tue, wed, thu, fri, sat, sun; did you mean fri?",
                                        "pawse.yml:12: before_strat: is not known here; did you mean before_start?",
                                        "pawse.yml:13: after_start: cannot be required: what it follows has happened already",
                                        "pawse.yml:14: max_waiters: '-1' is not a whole number from 0 to 1000000",
                                        "pawse.yml:15: probe: 'healthz' is not a path such as /healthz",
                                        "pawse.yml:16: linked_apps: is keys with values; right is a text"));
    }

    @Test
    void whatIsNoYamlIsToldWithItsLine() {
        assertThatThrownBy(() -> policy("rules:\n  - pattern: [a\n"))
                .hasMessageContaining("pawse.yml:")
                .hasMessageContaining("is not YAML");
        assertThatThrownBy(() -> policy("- a\n")).hasMessage("pawse.yml:1: is a list; right are keys such as rules:");
    }

    @Test
    void noTypeIsEverMade() {
        assertThatThrownBy(() -> policy("rules: !!javax.script.ScriptEngineManager [x]"))
                .hasMessageContaining("is not allowed");
        assertThatThrownBy(() -> policy("rules: [{pattern: !shell whoami}]"))
                .hasMessageContaining("line 1: the tag !shell is not allowed");
    }

    @Test
    void aBombOfAliasesIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", List.of("*a" + (i - 1), "*a" + (i - 1)))));
        }

        assertThatThrownBy(() -> policy(bomb.toString())).hasMessageContaining("is not YAML");
        assertThatThrownBy(() -> policy("rules: " + "[".repeat(5000))).hasMessageContaining("is not YAML");
        assertThatThrownBy(() -> policy("rules: &a [*a]")).isInstanceOf(PawseException.class);
    }

    @Test
    void aMappingMayBeMergedIn() {
        AppPolicy policy = policy("""
                rules:
                  - &base { app_max_idle_time: 5, hold: 3s }
                  - <<: *base
                    hold: 4s
                """);

        assertThat(policy.maxIdle()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.holdLimit()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void anEmptyFileSaysNothing() {
        assertThat(policy("# nothing\n")).isEqualTo(AppPolicy.builder().build());
        assertThat(policy("rules:\n")).isEqualTo(AppPolicy.builder().build());
    }

    private AppPolicy policy(String yaml) {
        write(yaml);
        return read().rules().policy(SHOP);
    }

    private void write(String yaml) {
        try {
            Files.writeString(directory.resolve("pawse.yml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PawseConfig read() {
        return PawseConfig.read(Map.of(), directory, Map.of());
    }
}
