package dev.pawse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Event;
import dev.pawse.spi.EventStore;
import dev.pawse.spi.EventStoreFactory;
import dev.pawse.spi.Hook;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry;
import dev.pawse.spi.RegistryFactory;
import dev.pawse.spi.Settings;
import dev.pawse.spi.capability.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginePartsTest {
    private final Map<String, String> seen = new HashMap<>();
    private final List<String> closed = new ArrayList<>();
    private final Plugins plugins = Plugins.of(
            List.of(new Platform("demo"), new Platform("clever-cloud")), List.of(new Store()), List.of(new Log()));

    @TempDir
    private Path directory;

    @Test
    void aProviderGetsItsPartOfTheVariables() {
        engine(Map.of(
                "PROVIDER_NAME", "demo",
                "PROVIDER_DEMO_API_TOKEN", "t",
                "PROVIDER_DEMO_OPERATION_TIMEOUT", "90",
                "PROVIDER_CLEVER_CLOUD_API_TOKEN", "other",
                "PROVIDER_REGION", "par"));

        assertThat(seen)
                .containsEntry("demo.api-token", "t")
                .containsEntry("demo.operation-timeout", "PT1M30S")
                .containsEntry("demo.region", "par");
    }

    @Test
    void twoInstancesOfATypeHaveNamesAndShareWhatTheyDoNotSay() {
        Map<String, Provider> providers = providers(Map.of(
                "PROVIDER_NAME", "work:demo, play:demo",
                "PROVIDER_WORK_API_TOKEN", "w",
                "PROVIDER_DEMO_API_TOKEN", "shared",
                "PROVIDER_PLAY_REGION", "eu"));

        assertThat(providers).containsOnlyKeys("work", "play");
        assertThat(seen)
                .containsEntry("work.api-token", "w")
                .containsEntry("play.api-token", "shared")
                .containsEntry("play.region", "eu")
                .doesNotContainKey("work.region");
    }

    @Test
    void theFirstWordOfATypeServesAsWellAndTheWholeTypeWins() {
        engine(Map.of(
                "PROVIDER_NAME", "clever-cloud",
                "PROVIDER_CLEVER_API_TOKEN", "short",
                "PROVIDER_CLEVER_REGION", "short",
                "PROVIDER_CLEVER_CLOUD_REGION", "long",
                "CLEVER_TOKEN", "the tool's own"));

        assertThat(seen)
                .containsEntry("clever-cloud.api-token", "short")
                .containsEntry("clever-cloud.region", "long")
                .containsEntry("clever-cloud.own", "the tool's own");
    }

    @Test
    void aSecretMayComeFromAFileBesideTheConfiguration() throws IOException {
        Files.writeString(directory.resolve("token"), "from the file\n");

        engine(Map.of("PROVIDER_NAME", "demo", "PROVIDER_DEMO_API_TOKEN_FILE", "token"));

        assertThat(seen).containsEntry("demo.api-token", "from the file");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAndWhatWasMadeIsClosed() {
        Map<String, String> environment = Map.of(
                "PROVIDER_NAME", "demo,dmo,bad:demo",
                "PROVIDER_DEMO_API_TOKEN", "t",
                "PROVIDER_DEMO_API_TOKN", "t",
                "PROVIDER_BAD_OPERATION_TIMEOUT", "soon",
                "REGISTRY_TYPE", "redsi",
                "EVENTS_STORE_TYPE", "papyrus");

        assertThatThrownBy(() -> engine(environment)).isInstanceOfSatisfying(PawseException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.INVALID);
            assertThat(e.message().lines())
                    .containsExactlyInAnyOrder(
                            "PROVIDER_NAME: there is no provider of the type 'dmo'; did you mean demo?; known are"
                                    + " clever-cloud, demo",
                            "bad: PROVIDER_BAD_OPERATION_TIMEOUT: 'soon' is not a duration such as 90s or 15m",
                            "PROVIDER_DEMO_API_TOKN: is no setting of this provider; did you mean"
                                    + " PROVIDER_DEMO_API_TOKEN?",
                            "REGISTRY_TYPE: there is no registry of the type 'redsi'; did you mean redis?; known are"
                                    + " in-memory, redis",
                            "EVENTS_STORE_TYPE: there is no event store of the type 'papyrus'; known are in-memory,"
                                    + " redis");
        });
        assertThat(closed).containsExactly("demo");
    }

    @Test
    void withoutAProviderTheKnownOnesAreNamed() {
        assertThatThrownBy(() -> engine(Map.of()))
                .hasMessage("PROVIDER_NAME: is required and not set; known are clever-cloud, demo");
    }

    @Test
    void aRegistryGetsItsVariablesAndTheEventsFollowIt() {
        engine(Map.of(
                "PROVIDER_NAME",
                "demo",
                "PROVIDER_DEMO_API_TOKEN",
                "t",
                "REGISTRY_TYPE",
                "redis",
                "REDIS_URL",
                "redis://x"));

        assertThat(seen).containsEntry("registry.url", "redis://x").containsEntry("events.url", "redis://x");
    }

    @Test
    void aRegistryHasItsDefaultAndRefusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> engine(Map.of(
                        "PROVIDER_NAME", "demo",
                        "PROVIDER_DEMO_API_TOKEN", "t",
                        "REGISTRY_TYPE", "redis",
                        "REGISTRY_REDIS_PREFX", "p")))
                .hasMessage("REGISTRY_REDIS_PREFX: is no setting of this store; did you mean REGISTRY_REDIS_PREFIX?");
        assertThat(seen).containsEntry("registry.url", "redis://127.0.0.1:6379");
    }

    @Test
    void theInMemoryRegistryTakesItsFileAndCommandsThatNeedNoneLeaveItAlone() {
        Map<String, String> environment =
                Map.of("PROVIDER_NAME", "demo", "PROVIDER_DEMO_API_TOKEN", "t", "REGISTRY_SNAPSHOT_FILE", "state.json");

        try (Pawse pawse = engine(environment).build()) {
            assertThat(pawse.providers()).containsOnlyKeys("demo");
            assertThatThrownBy(() -> engine(environment))
                    .hasMessageContaining("another process keeps its registry there");
            assertThat(providers(environment)).containsOnlyKeys("demo");
        }
    }

    @Test
    void hooksOfEveryAppAndOfARuleRun() throws IOException {
        Path out = directory.resolve("out");
        Files.writeString(directory.resolve("pawse.yml"), """
            rules:
              - pattern: ^shop$
                app_name: The Shop
                hooks: { before_start: 'echo rule "$PAWSE_APP_DISPLAY_NAME" >> %s' }
            """.formatted(out));
        PawseConfig config = PawseConfig.read(
                Map.of("HOOKS_BEFORE_START", "echo all $PAWSE_APP >> " + out, "PATH", "/usr/bin:/bin"),
                directory,
                Map.of());

        for (AppId app : List.of(AppId.parse("demo/shop"), AppId.parse("demo/stock"))) {
            for (Hook hook : EngineParts.hooks(config)) {
                if (hook.runsAt(Hook.Point.BEFORE_START, App.builder(app).build())) {
                    assertThat(hook.run(
                                    Hook.Point.BEFORE_START, App.builder(app).build()))
                            .isEqualTo(new Hook.Outcome.Succeeded());
                }
            }
        }

        assertThat(Files.readAllLines(out)).containsExactly("all demo/shop", "rule The Shop", "all demo/stock");
    }

    @Test
    void aFactoryThatThrowsWhateverIsOneProblemMore() {
        assertThatThrownBy(() -> engine(Map.of("PROVIDER_NAME", "demo", "PROVIDER_DEMO_API_TOKEN", "explode")))
                .hasMessage("demo: could not be made: java.lang.IllegalStateException: a mistake in the plugin");
    }

    @Test
    void whereOnlyALoginIsMissingTheReasonSaysSo() {
        Map<String, String> environment = Map.of("PROVIDER_NAME", "demo,work:demo", "PROVIDER_DEMO_API_TOKEN", "none");

        assertThatThrownBy(() -> providers(environment)).isInstanceOfSatisfying(PawseException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.UNAUTHORIZED);
            assertThat(e.message())
                    .isEqualTo("not logged in to demo: set DEMO_TOKEN\nwork: not logged in to demo: set DEMO_TOKEN");
        });
    }

    @Test
    void aMistakeBesidesAMissingLoginIsAMistake() {
        assertThatThrownBy(() -> providers(Map.of("PROVIDER_NAME", "demo,dmo", "PROVIDER_DEMO_API_TOKEN", "none")))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID));
    }

    @Test
    void oneProviderIsMadeByItselfWhateverTheConfigurationNames() {
        PawseConfig config = PawseConfig.read(
                Map.of("PROVIDER_NAME", "work:demo", "PROVIDER_CLEVER_API_TOKEN", "c", "PROVIDER_CLEVER_TYPO", "t"),
                directory,
                Map.of());

        config.provider(new ProviderName("clever-cloud", "clever-cloud"), plugins, Clock.systemUTC())
                .close();

        assertThat(seen).containsEntry("clever-cloud.api-token", "c");
        assertThat(closed).containsExactly("clever-cloud");
    }

    @Test
    void aProviderByItselfThatNobodyOffersIsAMistake() {
        PawseConfig config = PawseConfig.read(Map.of(), directory, Map.of());

        assertThatThrownBy(() -> config.provider(new ProviderName("x", "dmo"), plugins, Clock.systemUTC()))
                .hasMessageContaining("did you mean demo?");
    }

    private Pawse.Builder engine(Map<String, String> environment) {
        return PawseConfig.read(environment, directory, Map.of()).engine(plugins, Clock.systemUTC());
    }

    private Map<String, Provider> providers(Map<String, String> environment) {
        return PawseConfig.read(environment, directory, Map.of()).providers(plugins, Clock.systemUTC());
    }

    private void note(String key, Optional<String> value) {
        value.ifPresent(text -> seen.put(key, text));
    }

    private final class Platform implements ProviderFactory {
        private final String type;

        Platform(String type) {
            this.type = type;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public String description() {
            return "a platform of a test";
        }

        @Override
        public Set<Class<? extends Capability>> capabilities() {
            return Set.of();
        }

        @Override
        public Provider create(ProviderContext context) {
            Settings settings = context.settings();
            String name = context.name() + ".";
            note(name + "region", settings.text("region"));
            note(name + "own", settings.text("clever-token"));
            note(
                    name + "operation-timeout",
                    Optional.of(settings.duration("operation-timeout", Duration.ZERO)
                            .toString()));
            String token = settings.requireSecret("api-token").reveal();
            note(name + "api-token", Optional.of(token));
            if (token.equals("none")) {
                throw new PawseException(Reason.UNAUTHORIZED, "not logged in to " + type + ": set DEMO_TOKEN");
            }
            if (token.equals("explode")) {
                throw new IllegalStateException("a mistake in the plugin");
            }
            return new Provider() {
                @Override
                public List<App> apps() {
                    return List.of();
                }

                @Override
                public Optional<App> app(AppId id) {
                    return Optional.empty();
                }

                @Override
                public void close() {
                    closed.add(context.name());
                }
            };
        }
    }

    private final class Store implements RegistryFactory {
        @Override
        public String type() {
            return "redis";
        }

        @Override
        public Registry create(Settings settings, Clock clock) {
            note("registry.url", settings.secret("url").map(url -> url.reveal()));
            note("registry.prefix", settings.text("prefix"));
            return new InMemoryRegistry();
        }
    }

    private final class Log implements EventStoreFactory {
        @Override
        public String type() {
            return "redis";
        }

        @Override
        public EventStore create(Settings settings, Clock clock) {
            note("events.url", settings.secret("url").map(url -> url.reveal()));
            return new EventStore() {
                @Override
                public void append(Event event) {}

                @Override
                public List<Event> recent(int limit) {
                    return List.of();
                }
            };
        }
    }
}
