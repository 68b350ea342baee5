package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawse.ecs.fake.Trouble;
import dev.pawse.testkit.Eventually;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EcsShellObstaclesTest {
    private final ShellFixture fixture = new ShellFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void tasksThatWereStartedWithoutExecAreOneObstacle() {
        awaitRunning("shop-web", 3);
        awaitRunning("shop-worker", 2);

        assertThat(obstacles())
                .singleElement()
                .asString()
                .matches("started without enableExecuteCommand: (web\\.[0-9a-f]+, ){2}web\\.[0-9a-f]+ and 2 more; .*");
    }

    @Test
    void aTaskWhoseAgentRunsIsNoObstacle() {
        addService();
        fixture.aws.ecs().scaleByHand("shop-exec", 1);
        awaitRunning("shop-exec", 1);

        Eventually.holds(
                "the agent, which comes a little later",
                ShellFixture.PATIENCE,
                () -> obstacles().stream().noneMatch(line -> line.contains("exec.")));
    }

    @Test
    void aTaskWhoseAgentDoesNotRunIsOne() {
        addService();
        fixture.aws.ecs().trouble("shop-exec", Trouble.noAgent());
        fixture.aws.ecs().scaleByHand("shop-exec", 1);
        awaitRunning("shop-exec", 1);

        assertThat(obstacles())
                .anyMatch(line -> line.matches("no command agent runs in exec\\.[0-9a-f]+; the task role must .*"));
    }

    private void addService() {
        String definition = fixture.aws.ecs().register("shop", "exec", List.of("serve"), Map.of());
        fixture.aws
                .ecs()
                .addService(
                        "apps",
                        "shop-exec",
                        definition,
                        0,
                        Map.of("pawse:app", "shop"),
                        Map.of("enableExecuteCommand", true));
    }

    private void awaitRunning(String service, int count) {
        Eventually.holds(
                service + " runs",
                ShellFixture.PATIENCE,
                () -> fixture.aws.ecs().running(service) == count);
    }

    private List<String> obstacles() {
        return fixture.shell.shellObstacles(ShellFixture.SHOP);
    }
}
