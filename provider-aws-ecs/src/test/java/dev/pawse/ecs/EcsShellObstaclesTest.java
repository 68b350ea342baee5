package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;

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
    void tasksThatWereStartedWithoutExecAreToldAndOthersNot() {
        String definition = fixture.aws.ecs().register("shop", "exec", List.of("serve"), Map.of());
        fixture.aws
                .ecs()
                .addService(
                        "apps",
                        "shop-exec",
                        definition,
                        1,
                        Map.of("pawse:app", "shop"),
                        Map.of("enableExecuteCommand", true));

        Eventually.holds(
                "the web tasks run", ShellFixture.PATIENCE, () -> !obstacles().isEmpty());

        assertThat(obstacles()).anyMatch(line -> line.matches("web\\..* was started without enableExecuteCommand; .*"));
        Eventually.holds(
                "the agent of the other one runs",
                ShellFixture.PATIENCE,
                () -> obstacles().stream().noneMatch(line -> line.startsWith("exec.")));
    }

    private List<String> obstacles() {
        return fixture.shell.shellObstacles(ShellFixture.SHOP);
    }
}
