package dev.pawse.local;

import static dev.pawse.local.LocalFixture.awaitState;
import static dev.pawse.local.LocalFixture.id;
import static dev.pawse.local.LocalFixture.processes;
import static dev.pawse.local.LocalFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.testkit.Cloud;
import dev.pawse.testkit.ConfigVarsContract;
import dev.pawse.testkit.LogsContract;
import dev.pawse.testkit.ProcessesContract;
import dev.pawse.testkit.ScalingContract;
import dev.pawse.testkit.ShellContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contracts, with real processes. */
final class LocalProviderTest
        implements ScalingContract, ProcessesContract, LogsContract, ConfigVarsContract, ShellContract, Cloud {
    // Each process writes what the test adds to its own file.
    private static final String FILE = """
            apps:
              shop:
                processes:
                  web:    { command: "perl web.pl & touch $PAWSE_PROCESS; exec tail -n +1 -f $PAWSE_PROCESS" }
                  worker: { command: "touch $PAWSE_PROCESS; exec tail -n +1 -f $PAWSE_PROCESS", quantity: 2 }
                  cron:   { command: "exec sleep 60", quantity: 0 }
                health: /healthz
                hosts: [shop.example.test]
                links: [legacy]
              legacy:
                url: http://127.0.0.1:9000
                hosts: [legacy.example.test]
            """;

    @TempDir
    Path folder;

    private LocalFixture fixture;
    private Provider provider;

    @BeforeEach
    void open() {
        fixture = new LocalFixture(folder);
        provider = fixture.open(FILE);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Override
    public Provider provider() {
        return provider;
    }

    @Override
    public Cloud cloud() {
        return this;
    }

    @Override
    public AppId app() {
        return id("shop");
    }

    @Override
    public Formation formation() {
        return Formation.of(Map.of("web", 1, "worker", 2, "cron", 0));
    }

    @Override
    public void run(AppId app, Formation formation) {
        provider.require(Scaling.class).start(app, formation);
        awaitState(provider, app.name(), formation.isZero() ? AppState.STOPPED : AppState.RUNNING);
        until(() -> processes(provider, app.name()).size() == formation.total());
    }

    @Override
    public void writeLog(AppId app, String processType, String line) {
        try {
            Path file = folder.resolve(processType + ".1");
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anAppSaysWhatTheFileSaysOfIt() {
        App shop = LocalFixture.look(provider, "shop");

        assertThat(shop.hosts()).containsExactly("shop.example.test");
        assertThat(shop.links()).containsExactly(id("legacy"));
        assertThat(shop.healthPath()).isEqualTo("/healthz");
        assertThat(shop.alwaysOn()).isFalse();
    }

    @Test
    void anAppThatRunsElsewhereIsOnlyRoutedTo() {
        App legacy = LocalFixture.look(provider, "legacy");

        assertThat(legacy.alwaysOn()).isTrue();
        assertThat(legacy.state()).isEqualTo(AppState.RUNNING);
        assertThat(legacy.endpoints()).isEqualTo(List.of(URI.create("http://127.0.0.1:9000")));
        assertThat(processes(provider, "legacy")).isEmpty();
        Refusal.of(Reason.UNSUPPORTED, () -> provider.require(Scaling.class).stop(id("legacy")));
        Refusal.of(Reason.UNSUPPORTED, () -> provider.require(Processes.class).restartProcesses(id("legacy"), null));
        Refusal.of(
                Reason.UNSUPPORTED, () -> provider.require(ConfigVars.class).unsetConfigVars(id("legacy"), Set.of()));
        Refusal.of(Reason.NOT_FOUND, () -> provider.require(Logs.class).openLogs(id("legacy"), Logs.Query.recent(1)));
    }

    @Test
    void aMistypedAppIsRecognised() {
        Refusal.of(Reason.NOT_FOUND, () -> provider.require(Scaling.class).stop(id("shp")))
                .hasMessageEndingWith("has no app 'shp'; did you mean 'shop'?");
    }
}
