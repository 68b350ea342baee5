package dev.pawse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Deployments.Status;
import dev.pawse.testkit.FakeHistory;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class DeploymentsCommandTest {
    @TempDir
    Path directory;

    private CommandLineFixture pawse;
    private FakeHistory history;

    @BeforeEach
    void platform() {
        pawse = new CommandLineFixture(directory);
        pawse.environment.put("PAWSE_APP", "shop");
        history = pawse.platform.add("shop").history();
        history.deploy(2);
        pawse.clock.advance(Duration.ofHours(3));
    }

    @Test
    void deploymentsAreListedNewestFirst() {
        history.beginDeployment(3);

        assertThat(pawse.run("deployments").out()).isEqualTo("""
            SERVICE  DEPLOYMENT    STATUS       RUNNING  COMMIT    BEGAN   WHY
            shop     deployment-2  in-progress  0/3      00000000  0s ago
            shop     deployment-1  completed    2/2      00000000  3h ago  asked for
            """);
        assertThat(pawse.run("deployments", "-n", "1", "-F", "tsv").out().lines())
                .hasSize(1);
    }

    @Test
    void aDeploymentInJsonHasEveryPartOfTheContract() {
        history.moveDeployment(history.beginDeployment(3), Status.IN_PROGRESS, 1, null);

        JsonNode newest = pawse.run("deployments", "--json").json().get(0);

        assertThat(newest.propertyNames())
                .containsExactly(
                        "service",
                        "id",
                        "status",
                        "rolloutState",
                        "rolloutReason",
                        "desired",
                        "running",
                        "pending",
                        "failed",
                        "image",
                        "commit",
                        "createdAt",
                        "updatedAt");
        assertThat(newest.get("rolloutState").asString()).isEqualTo("in-progress");
        assertThat(newest.get("pending").asInt()).isEqualTo(2);
    }

    @Test
    void anAppThatWasNeverDeployedSaysSo() {
        pawse.platform.add("fresh");

        assertThat(pawse.run("deployments", "-a", "fresh", "-j").out()).isEqualTo("[]\n");
        assertThat(pawse.run("deployments", "-a", "fresh").err()).isEqualTo("fresh has no deployments.\n");
    }

    @Test
    void watchingTellsEachChangeOnceAndEndsWell() {
        String id = history.beginDeployment(2);
        atEachLook(
                () -> {},
                () -> {},
                () -> history.moveDeployment(id, Status.IN_PROGRESS, 1, null),
                () -> history.moveDeployment(id, Status.COMPLETED, 2, null));

        var result = pawse.run("deployments", "--watch");

        assertThat(result.code()).isZero();
        assertThat(result.out().lines())
                .extracting(line -> line.replaceFirst("^\\S+ ", ""))
                .containsExactly(
                        "shop  deployment-2  in-progress  0/2 running",
                        "shop  deployment-2  in-progress  1/2 running",
                        "shop  deployment-2  completed  2/2 running");
    }

    @Test
    void watchingForProgramsIsOneObjectALine() {
        String id = history.beginDeployment(1);
        atEachLook(() -> {}, () -> history.moveDeployment(id, Status.COMPLETED, 1, null));

        assertThat(pawse.run("deployments", "-w", "--json").out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"service\":\"shop\",\"id\":\"deployment-2\""));
    }

    @Test
    void watchingOnATerminalDrawsOneTable() {
        pawse.terminal = new Terminal(true, true, true, 80);
        pawse.environment.put("NO_COLOR", "1");
        String id = history.beginDeployment(1);
        atEachLook(() -> {}, () -> history.moveDeployment(id, Status.COMPLETED, 1, null));

        String out = pawse.run("deployments", "-w").out();

        assertThat(out.split("\u001b\\[H", -1)).hasSize(3);
        assertThat(out).startsWith("\u001b[HSERVICE").endsWith("\u001b[J").doesNotContain("deployment-1");
    }

    @Test
    void completedIsNotEnoughWhileProcessesAreMissing() {
        String id = history.beginDeployment(2);
        history.moveDeployment(id, Status.COMPLETED, 1, null);
        pawse.timeFlies = true;

        var result = pawse.run("deployments", "-w");

        assertThat(result.code()).isEqualTo(8);
        assertThat(result.err()).contains("after 15m").contains("pawse deployments -a test:shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "ROLLED_BACK"})
    void aDeploymentThatFailsIsAFailureWithItsReason(Status status) {
        String id = history.beginDeployment(2);
        pawse.clock.advance(Duration.ofSeconds(250));
        history.moveDeployment(id, status, 0, "3 tasks stopped: cannot pull the image");

        var result = pawse.run("deployments", "-w", "--json");

        assertThat(result.code()).isEqualTo(9);
        assertThat(result.err())
                .contains("3 tasks stopped: cannot pull the image")
                .contains("after 4m10s");
    }

    @Test
    void aRollbackThatCompletesDoesNotMakeAFailureGood() {
        String id = history.beginDeployment(2);
        atEachLook(() -> {}, () -> {
            history.moveDeployment(id, Status.FAILED, 0, "circuit breaker");
            history.deploy(2);
        });

        var result = pawse.run("deployments", "-w");

        assertThat(result.code()).isEqualTo(9);
        assertThat(result.err()).contains("deployment-2 failed").contains("circuit breaker");
    }

    @Test
    void aNewerDeploymentIsWatchedInstead() {
        String id = history.beginDeployment(2);
        atEachLook(
                () -> {},
                () -> {
                    history.moveDeployment(id, Status.SUPERSEDED, 0, null);
                    history.beginDeployment(1);
                },
                () -> history.moveDeployment("deployment-3", Status.COMPLETED, 1, null));

        var result = pawse.run("deployments", "-w");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("deployment-2  superseded").contains("deployment-3  completed");
    }

    @Test
    void aPlatformThatIsAwayForLongEndsTheWatch() {
        history.beginDeployment(1);
        pawse.timeFlies = true;
        pawse.platform
                .faults()
                .on(Operation.DEPLOYMENTS)
                .fail(new PawseException(Reason.UNAVAILABLE, "nobody answers"));

        var result = pawse.run("deployments", "-w");

        assertThat(result.code()).isEqualTo(7);
        assertThat(pawse.platform.count(Operation.DEPLOYMENTS)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployments", "deployments --watch", "deployments --json"})
    void aProviderWithoutDeploymentsSaysSo(String line) {
        pawse.platform = FakeProvider.builder("test").without(Deployments.class).build();
        pawse.platform.add("shop");

        var result = pawse.run(line.split(" ", -1));

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err()).contains("deployments");
    }

    /** What happens on the platform just before each look at it. */
    private void atEachLook(Runnable... changes) {
        pawse.timeFlies = true;
        Deque<Runnable> left = new ArrayDeque<>(List.of(changes));
        pawse.platform
                .faults()
                .on(Operation.DEPLOYMENTS)
                .doing(() -> left.remove().run());
    }
}
