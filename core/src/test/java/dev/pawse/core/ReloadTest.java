package dev.pawse.core;

import static dev.pawse.core.Engine.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.core.AppPolicy.WakeMode;
import dev.pawse.spi.App;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Hook;
import dev.pawse.testkit.Background;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.ManualClock;
import dev.pawse.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a running engine takes over of a configuration that was read again. */
final class ReloadTest {
    private static final String OLD = "rules: [{ pattern: ^shop$, hosts: [old.test], wake: never }]";
    private static final String NEW = "rules: [{ pattern: ^shop$, hosts: [new.test], wake: hold }]";

    @TempDir
    private Path directory;

    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = Engine.platform(clock);
    private Engine engine;

    @BeforeEach
    void start() throws IOException {
        platform.add("shop").formation(Map.of("web", 1));
        LiveSettings old = read(OLD).liveSettings();
        engine = Engine.of(clock, platform, builder -> builder.rules(old.rules()))
                .started();
    }

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void hostsAndRulesAreTheNewOnesAtOnce() throws IOException {
        engine.pawse.reload(read(NEW));

        assertThat(engine.pawse.directory().find("new.test")).isEqualTo(SHOP);
        assertThat(engine.pawse.directory().find("old.test")).isNull();
        assertThat(engine.pawse.directory().find("shop")).isEqualTo(SHOP);
        assertThat(engine.pawse.policy(SHOP).wake()).isEqualTo(WakeMode.HOLD);
    }

    @Test
    void whoAsksTwiceSeesNoHalfOfAChange() throws Exception {
        PawseConfig old = read(OLD);
        PawseConfig newer = read(NEW);
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Integer> seen = Background.call(() -> {
            int both = 0;
            while (!ended.get()) {
                AppDirectory.View view = engine.pawse.directory().view();
                boolean isOld = view.find("old.test") != null;
                WakeMode mode = engine.pawse.policy(SHOP, view).wake();
                both += isOld == (mode == WakeMode.NEVER) ? 0 : 1;
            }
            return both;
        });

        for (int i = 0; i < 2_000; i++) {
            engine.pawse.reload(i % 2 == 0 ? newer : old);
        }
        ended.set(true);

        assertThat(seen.get()).isZero();
    }

    @Test
    void aSweepThatWasUnderWayDoesNotBringTheOldHostsBack() throws IOException {
        PawseConfig newer = read(NEW);
        platform.faults().on(Operation.APPS).doing(() -> engine.pawse.reload(newer));

        engine.pawse.sweep();

        assertThat(engine.pawse.directory().find("new.test")).isEqualTo(SHOP);
        assertThat(engine.pawse.directory().find("old.test")).isNull();
    }

    @Test
    void theNextSweepGoesByTheNewIdleTime() throws IOException {
        clock.advance(Duration.ofMinutes(5));
        engine.pawse.sweep();
        AppState before = platform.fake("shop").state();

        engine.pawse.reload(read("rules: [{ pattern: ^shop$, app_max_idle_time: 4m }]"));
        engine.pawse.sweep();

        assertThat(before).isEqualTo(AppState.RUNNING);
        assertThat(platform.fake("shop").state()).isEqualTo(AppState.STOPPED);
    }

    @Test
    void hooksOfTheSettingsAreReplacedAndThoseOfAnEmbedderStay() throws IOException {
        List<String> ran = new ArrayList<>();
        Path out = directory.resolve("out");
        engine.close();
        engine = Engine.of(
                        clock,
                        platform,
                        builder -> builder.hook(new Hook() {
                            @Override
                            public String name() {
                                return "embedder";
                            }

                            @Override
                            public boolean runsAt(Point point, App app) {
                                return point == Point.BEFORE_STOP;
                            }

                            @Override
                            public Outcome run(Point point, App app) {
                                ran.add(name());
                                return new Outcome.Succeeded();
                            }
                        }))
                .started();
        Files.writeString(directory.resolve(".env"), "HOOKS_BEFORE_STOP=echo new >> " + out);

        engine.pawse.reload(read("rules: []"));
        engine.idle();
        engine.pawse.sweep();

        assertThat(Files.readString(out)).isEqualTo("new\n");
        assertThat(ran).containsExactly("embedder");
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, 3000, 3005, PORT",
        "PORT, 3000, '', ''",
        "PROVIDER_NAME, demo, other, PROVIDER_NAME",
        "PROVIDER_DEMO_TOKEN, a, b, PROVIDER_DEMO_TOKEN",
        "DEMO_REGION, a, b, DEMO_REGION",
        "REGISTRY_TYPE, in-memory, redis, REGISTRY_TYPE",
        "REGISTRY_REDIS_URL, redis://a, redis://b, REGISTRY_REDIS_URL",
        "EVENTS_STORE_TYPE, '', redis, EVENTS_STORE_TYPE",
        "LOGGING_LEVEL, info, debug, LOGGING_LEVEL",
        "PAWSE_DRY_RUN, false, true, PAWSE_DRY_RUN",
        "START_AND_STOP_MAX_IDLE_TIME, 15, 20, ''",
        "START_AND_STOP_CHECKING_INTERVAL_CRON, * * * * *, 0 * * * *, ''",
        "ADMIN_TOKEN, aaaa, bbbb, ''",
        "HOOKS_AFTER_STOP, true, false, ''",
        "WAKE_TIMEOUT, 2m, 3m, ''",
        "SOMEBODY_ELSES, a, b, ''"
    })
    void whatNeedsARestartIsNamed(String name, String before, String after, String told) {
        Map<String, String> environment = new HashMap<>(Map.of("PROVIDER_NAME", "demo"));
        environment.put(name, before);
        PawseConfig running = PawseConfig.read(environment, directory, Map.of());
        environment.put(name, after);

        assertThat(running.needRestart(PawseConfig.read(environment, directory, Map.of())))
                .isEqualTo(told.isEmpty() ? List.of() : List.of(told));
    }

    private PawseConfig read(String file) throws IOException {
        Files.writeString(directory.resolve("pawse.yml"), file);
        return PawseConfig.read(Map.of("PATH", "/usr/bin:/bin"), directory, Map.of());
    }
}
