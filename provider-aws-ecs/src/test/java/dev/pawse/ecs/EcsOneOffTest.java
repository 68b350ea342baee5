package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell.Request;
import dev.pawse.spi.capability.Shell.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the one-off tasks of shells and commands run, and where. */
final class EcsOneOffTest {
    private final ShellFixture fixture = new ShellFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aOneOffRunsWhatTheWebServiceRunsWhereAndSaysWhoseItIs() {
        open("true").close();

        JsonNode task = fixture.sent("RunTask").get(0);
        assertThat(task.path("taskDefinition").asString("")).endsWith("task-definition/shop-web:1");
        assertThat(task.path("cluster").asString("")).isEqualTo("apps");
        assertThat(task.path("launchType").asString("")).isEqualTo("FARGATE");
        assertThat(task.at("/networkConfiguration/awsvpcConfiguration/subnets/0")
                        .asString(""))
                .isEqualTo("subnet-0fake");
        assertThat(task.path("enableExecuteCommand").asBoolean(false)).isTrue();
        assertThat(task.path("startedBy").asString("")).isEqualTo("pawse-cli/run/peter_b_example_test");
        assertThat(task.path("clientToken").asString("")).hasSize(36);
        assertThat(task.at("/overrides/containerOverrides/0/name").asString("")).isEqualTo("app");
        assertThat(task.at("/overrides/containerOverrides/0/command").toString())
                .contains("trap 'exit 0' TERM");
        Map<String, String> tags = new TreeMap<>();
        task.path("tags")
                .forEach(tag ->
                        tags.put(tag.path("key").asString(""), tag.path("value").asString("")));
        assertThat(tags).containsEntry("pawse:app", "shop").containsEntry("pawse:type", "run");
        assertThat(Instant.parse(tags.get("pawse:expires")))
                .isAfter(fixture.clock.instant().plus(Duration.ofHours(11)));
    }

    @Test
    void theSettingsNameTheShellsTaskDefinitionAndCommand() throws IOException {
        fixture.aws.ecs().register("shop", "console", List.of("true"), Map.of("HELLO", "there"));
        fixture.settings("{\"cluster\": \"apps\","
                + " \"shell\": {\"task_family\": \"shop-console\", \"command\": \"echo \\\"$HELLO you\\\"; exit 3\"}}");

        try (Session session = open()) {
            assertThat(text(session)).isEqualTo("there you\n");
            assertThat(session.exitCode(ShellFixture.PATIENCE)).hasValue(3);
        }
    }

    @Test
    void aFamilyThatTheSettingsNameAndThatIsNotThereIsAnError() {
        fixture.settings("{\"cluster\": \"apps\", \"shell\": {\"task_family\": \"shop-gone\"}}");

        PawseException failure = catchThrowableOfType(PawseException.class, () -> open("true"));

        assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(fixture.sent("RunTask")).isEmpty();
    }

    @Test
    void theFirstPaawsNamesAServiceWhoseDefinitionAShellRuns() {
        fixture.settings("{\"cluster\": \"apps\", \"shell_service\": \"shop-worker\"}");

        open("true").close();

        assertThat(fixture.sent("RunTask").get(0).path("taskDefinition").asString(""))
                .endsWith("task-definition/shop-worker:1");
    }

    @Test
    void theSettingsSayWhereATaskRuns() {
        fixture.aws.parameters().put("/paaws/apps/shop/ecs-config", """
                        {"run_task_args_fargate": {"platformVersion": "1.4.0",
                          "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 2, "base": 1}],
                          "networkConfiguration": {"awsvpcConfiguration":
                            {"subnets": ["subnet-a", "subnet-b"], "securityGroups": ["sg-c"], "assignPublicIp": "ENABLED"}}}}""");

        open("true").close();

        JsonNode task = fixture.sent("RunTask").get(0);
        assertThat(task.path("cluster").asString("")).isEqualTo("apps");
        assertThat(task.has("launchType")).isFalse();
        assertThat(task.path("platformVersion").asString("")).isEqualTo("1.4.0");
        assertThat(task.path("capacityProviderStrategy")
                        .path(0)
                        .path("capacityProvider")
                        .asString(""))
                .isEqualTo("FARGATE_SPOT");
        assertThat(task.path("networkConfiguration").path("awsvpcConfiguration").toString())
                .contains("subnet-a", "subnet-b", "sg-c", "ENABLED");
    }

    @Test
    void aSizeOverridesTheDefinitions() {
        Request request = new Request(List.of("true"), null, Map.of(), "512/1024", null);

        fixture.shell.openShell(ShellFixture.SHOP, request).close();

        JsonNode overrides = fixture.sent("RunTask").get(0).path("overrides");
        assertThat(overrides.path("cpu").asString("")).isEqualTo("512");
        assertThat(overrides.path("memory").asString("")).isEqualTo("1024");
    }

    @ParameterizedTest
    @ValueSource(strings = {"512/1024", "0.5 vCPU 1024 MB", "0.5 vcpu, 1024 MiB"})
    void aSizeIsWrittenInUnitsOrInWords(String text) {
        assertThat(TaskSize.of(text)).isEqualTo(new TaskSize(512, 1024));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "large", "512", "1/2/3", "0.5 1024"})
    void whatIsNoSizeIsRefusedWithAnExample(String text) {
        PawseException failure = catchThrowableOfType(PawseException.class, () -> TaskSize.of(text));

        assertThat(failure.reason()).isEqualTo(Reason.INVALID);
        assertThat(failure.message()).contains("512/1024");
    }

    @Test
    void noRoomForATaskIsSaidInAwsWords() {
        fixture.aws.ecs().capacity(false);

        PawseException failure = catchThrowableOfType(PawseException.class, () -> open("true"));

        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure.message()).contains("Capacity is unavailable");
    }

    @Test
    void aCommandThatIsLeftAloneRunsWithoutASessionToItsEnd() {
        fixture.aws.bootTime(Duration.ofSeconds(30));
        String name = fixture.shell.runDetached(ShellFixture.SHOP, Request.run(List.of("sh", "-c", "echo left alone")));
        String id = fixture.aws.ecs().oneOffs("apps").get(0);

        assertThat(name).isEqualTo("run." + id.substring(0, 8));
        fixture.awaitNoOneOff();
        assertThat(fixture.aws.logs().lines("shop", "web/app/" + id)).contains("left alone");
        assertThat(fixture.sent("RunTask").get(0).path("enableExecuteCommand").asBoolean(true))
                .isFalse();
    }

    @Test
    void nothingCannotBeLeftAlone() {
        PawseException failure = catchThrowableOfType(
                PawseException.class, () -> fixture.shell.runDetached(ShellFixture.SHOP, Request.run(List.of())));

        assertThat(failure.reason()).isEqualTo(Reason.INVALID);
    }

    @Test
    void anotherFamilysTaskRunsTheCommandItIsGiven() throws IOException {
        fixture.aws.ecs().register("shop", "dbutils-shell", List.of("true"), Map.of("PGHOST", "db.shop.test"));

        try (Session session = fixture.shell.openIn(
                ShellFixture.SHOP, "shop-dbutils-shell", List.of("sh", "-c", "echo $PGHOST"), Request.run(List.of()))) {
            assertThat(text(session)).isEqualTo("db.shop.test\n");
        }
        fixture.awaitNoOneOff();
    }

    private Session open(String... command) {
        return fixture.shell.openShell(ShellFixture.SHOP, Request.run(List.of(command)));
    }

    private static String text(Session session) throws IOException {
        return new String(session.output().readAllBytes(), StandardCharsets.UTF_8);
    }
}
