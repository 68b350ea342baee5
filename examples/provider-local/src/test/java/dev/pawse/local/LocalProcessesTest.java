package dev.pawse.local;

import static dev.pawse.local.LocalFixture.WEB;
import static dev.pawse.local.LocalFixture.assertGone;
import static dev.pawse.local.LocalFixture.awaitState;
import static dev.pawse.local.LocalFixture.id;
import static dev.pawse.local.LocalFixture.look;
import static dev.pawse.local.LocalFixture.processes;
import static dev.pawse.local.LocalFixture.runs;
import static dev.pawse.local.LocalFixture.start;
import static dev.pawse.local.LocalFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.App;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Processes.AppProcess;
import dev.pawse.spi.capability.Scaling;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: how they start, share, fall, rise and end. */
final class LocalProcessesTest {
    @TempDir
    Path folder;

    private LocalFixture fixture;

    @BeforeEach
    void open() {
        fixture = new LocalFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void severalWebProcessesAnswerOnPortsOfTheirOwn() throws Exception {
        Provider provider = fixture.open(app("web: { command: \"%s\", quantity: 2 }".formatted(WEB)));

        start(provider, "shop", "web", 2);
        App app = awaitState(provider, "shop", AppState.RUNNING);

        assertThat(app.endpoints()).hasSize(2).doesNotHaveDuplicates();
        for (URI endpoint : app.endpoints()) {
            assertThat(status(endpoint)).isEqualTo(200);
        }
    }

    @Test
    void aSleepingAppRunsNothingAndRemembersTheQuantitiesOfTheFile() {
        Provider provider = fixture.open(app("worker: { command: sleep 60, quantity: 3 }"));

        Scaling scaling = provider.require(Scaling.class);

        assertThat(look(provider, "shop").state()).isEqualTo(AppState.STOPPED);
        assertThat(scaling.formation(id("shop"))).isEqualTo(Formation.of(Map.of("worker", 0)));
        assertThat(scaling.initialFormation(id("shop"))).isEqualTo(Formation.of(Map.of("worker", 3)));
    }

    @Test
    void whatRanLastRunsAgainWhenNobodySaysWhat() {
        Provider provider = fixture.open(app("worker: { command: sleep 60, quantity: 3 }"));
        Scaling scaling = provider.require(Scaling.class);
        start(provider, "shop", "worker", 2);

        scaling.stop(id("shop"));

        assertThat(scaling.formation(id("shop")).isZero()).isTrue();
        assertThat(scaling.initialFormation(id("shop"))).isEqualTo(Formation.of(Map.of("worker", 2)));
    }

    @Test
    void theWholeProcessGroupIsKilledWhenItIgnoresSigterm() {
        Provider provider = fixture.open("""
                apps:
                  shop:
                    stop_timeout: 200ms
                    processes:
                      worker: { command: "trap '' TERM; (echo $$ >> pids; exec sleep 61) & sleep 62 & echo $! >> pids; wait" }
                """);
        start(provider, "shop", "worker", 1);
        List<Long> pids = fixture.pids("pids", 2);

        provider.require(Scaling.class).stop(id("shop"));

        assertGone(pids);
        awaitState(provider, "shop", AppState.STOPPED);
    }

    @Test
    void whatAProcessLeavesBehindGoesWithIt() {
        Provider provider = fixture.open(app("worker: { command: \"sleep 63 & echo $! >> pids; exit 3\" }"));

        start(provider, "shop", "worker", 1);
        List<Long> first = fixture.pids("pids", 2).subList(0, 1);

        assertGone(first);
    }

    @Test
    void aCrashedProcessIsStartedAgain() {
        Provider provider = fixture.open(app("worker: { command: \"echo $$ >> pids; exec sleep 64\" }"));
        start(provider, "shop", "worker", 1);
        long first = fixture.pids("pids", 1).get(0);

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        long second = fixture.pids("pids", 2).get(1);
        assertThat(runs(second)).isTrue();
        awaitState(provider, "shop", AppState.RUNNING);
    }

    @Test
    void anAppWhoseOnlyProcessFellIsCrashedAndTellsTheExitCode() {
        Provider provider = fixture.open(
                app("worker: { command: exit 3 }"),
                new RestartDelay(LocalFixture.DEADLINE, LocalFixture.DEADLINE, LocalFixture.DEADLINE));

        start(provider, "shop", "worker", 1);
        awaitState(provider, "shop", AppState.CRASHED);

        assertThat(processes(provider, "shop")).extracting(AppProcess::exitCode).containsExactly(3);
        provider.require(Scaling.class).stop(id("shop"));
        assertThat(look(provider, "shop").state()).isEqualTo(AppState.STOPPED);
    }

    @Test
    void oneProcessOfATypeIsRestartedAndTheOthersGoOn() {
        Provider provider =
                fixture.open(app("worker: { command: \"echo $$ >> $PAWSE_PROCESS; exec sleep 65\", quantity: 2 }"));
        start(provider, "shop", "worker", 2);
        long one = fixture.pids("worker.1", 1).get(0);
        long two = fixture.pids("worker.2", 1).get(0);

        provider.require(Processes.class).restartProcesses(id("shop"), "worker.2");

        fixture.pids("worker.2", 2);
        assertGone(List.of(two));
        assertThat(runs(one)).isTrue();
        assertThat(fixture.lines("worker.1")).hasSize(1);
    }

    @Test
    void scalingDownEndsTheHighestNumbers() {
        Provider provider =
                fixture.open(app("worker: { command: \"echo $$ >> $PAWSE_PROCESS; exec sleep 66\", quantity: 2 }"));
        start(provider, "shop", "worker", 2);
        long one = fixture.pids("worker.1", 1).get(0);
        long two = fixture.pids("worker.2", 1).get(0);

        provider.require(Scaling.class).scale(id("shop"), Formation.of(Map.of("worker", 1)));

        assertGone(List.of(two));
        until(() -> processes(provider, "shop").size() == 1);
        assertThat(runs(one)).isTrue();
    }

    @Test
    void closingTheProviderEndsEverything() {
        Provider provider = fixture.open(app("worker: { command: \"echo $$ >> pids; exec sleep 67\" }"));
        start(provider, "shop", "worker", 3);
        List<Long> pids = fixture.pids("pids", 3);

        provider.close();

        assertThat(pids).noneMatch(LocalFixture::runs);
    }

    private static String app(String process) {
        return "apps:\n  shop:\n    processes:\n      " + process + "\n";
    }

    private static int status(URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
