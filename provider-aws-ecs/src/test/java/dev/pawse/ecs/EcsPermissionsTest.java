package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.pawse.ecs.fake.BuildProjects;
import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.http.Json;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Permissions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What commands need: exactly their policies, and each action of these. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EcsPermissionsTest {
    private static final AppId SHOP = EcsFixture.SHOP;

    /** Actions without which what is asked is done all the same, and what is done instead. */
    private static final Map<String, String> SPARED = Map.ofEntries(
            Map.entry("ssm:GetParameters", "the names are the defaults, and a warning says so"),
            Map.entry("ssm:GetParametersByPath", "apps with settings are not found by them"),
            Map.entry("tag:GetResources", "apps with tags are not found by them"),
            Map.entry("ecs:ListClusters", "apps without settings and tags are not found"),
            Map.entry("elasticloadbalancing:DescribeListeners", "the hosts of load balancers are not known"),
            Map.entry("elasticloadbalancing:DescribeLoadBalancers", "the hosts of load balancers are not known"),
            Map.entry("elasticloadbalancing:DescribeRules", "the hosts of load balancers are not known"),
            Map.entry("elasticloadbalancing:DescribeTargetGroups", "the hosts of load balancers are not known"),
            Map.entry("servicediscovery:DiscoverInstances", "asked only where tasks have no addresses of their own"),
            Map.entry("servicediscovery:GetNamespace", "asked only where tasks have no addresses of their own"),
            Map.entry("servicediscovery:GetService", "asked only where tasks have no addresses of their own"),
            Map.entry("ecs:DescribeContainerInstances", "asked only where tasks have no addresses of their own"),
            Map.entry("ec2:DescribeInstances", "asked only where tasks have no addresses of their own"),
            Map.entry("logs:DescribeLogStreams", "all streams are read and the lines chosen here"),
            Map.entry("logs:StartLiveTail", "the log is followed by asking again and again"),
            Map.entry("ssm:ResumeSession", "asked only when a connection broke"),
            Map.entry("ssm:TerminateSession", "the session ends with its task"),
            Map.entry("ecs:UntagResource", "what was remembered stays in the tags, and a warning says so"),
            Map.entry("ecs:StopTask", "a one-off ends by itself, and a warning says so"),
            Map.entry("kms:GenerateDataKey", "asked only for encrypted sessions and values above 4 KB"),
            Map.entry("s3:ListBucket", "what killed dumps left behind stays there"),
            Map.entry("s3:ListBucketMultipartUploads", "what killed loads left behind stays there"),
            Map.entry("s3:AbortMultipartUpload", "asked only when something went wrong"),
            Map.entry("s3:DeleteObject", "a dump stays in the bucket, and a warning says so"),
            Map.entry("logs:GetLogEvents", "asked only when a task failed"));

    /** The same for some commands alone, by their first words. */
    private static final Map<String, Map<String, String>> SPARED_BY = Map.of(
            "apps", Map.of("ecs:DescribeTaskDefinition", "asked only where no balancer tells the port"),
            "logs", Map.of("ecs:DescribeTaskDefinition", "asked only where no balancer tells the port"),
            "start", Map.of("ecs:DescribeTaskDefinition", "asked only where no balancer tells the port"),
            "stop", Map.of("ecs:DescribeTaskDefinition", "asked only where no balancer tells the port"),
            "restart", Map.of("ecs:DescribeTaskDefinition", "asked only where no balancer tells the port"),
            "plan", Map.of("ecs:DescribeTaskDefinition", "asked only where no balancer tells the port"),
            "proxy", Map.of("ecs:DescribeTaskDefinition", "asked only where no balancer tells the port"),
            "db", Map.of("ecs:ListTasks", "what killed dumps left behind goes on"));

    private final EcsFixture fixture = new EcsFixture();
    private final String key = fixture.aws.addKmsKey("alias/shop");

    @BeforeAll
    void open() {
        fixture.aws.logs().write("shop", "web/app/0123456789abcdef0123456789abcdef", "hello");
        fixture.aws.builds().write(fixture.aws.builds().begin("shop", "refs/heads/main", "0a1b2c3d"), "compiling");
        fixture.aws.parameters().put("/shop/GREETING", "hello", "SecureString", key);
        fixture.aws.databaseTools().fill("shop", "rows");
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    static Stream<String> commands() {
        return CommandCall.all().stream().map(CommandCall::command).distinct();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandNeedsItsPolicyAndEveryActionOfIt(String command) throws IOException {
        JsonNode policy = Json.MAPPER.readTree(policy(command));
        List<CommandCall> its = CommandCall.all().stream()
                .filter(call -> call.command().equals(command))
                .toList();
        Set<String> superfluous = new LinkedHashSet<>(actions(policy));
        superfluous.removeAll(SPARED.keySet());
        superfluous.removeAll(
                SPARED_BY.getOrDefault(command.replaceAll(" .*", ""), Map.of()).keySet());
        Map<String, String> failures = new TreeMap<>();
        for (CommandCall call : its) {
            under(policy, call);
            for (String action : Set.copyOf(superfluous)) {
                try {
                    under(without(policy, action), call);
                } catch (PawseException e) {
                    superfluous.remove(action);
                    if (e.reason() != Reason.FORBIDDEN || !e.message().contains("access denied: " + action)) {
                        failures.put(action, e.toString());
                    }
                }
            }
        }

        assertThat(failures).as("refusals that do not name the action").isEmpty();
        assertThat(superfluous).as("actions that '%s' does not need", command).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aPolicyIsAsItWasAgreedOn(String command) throws IOException {
        String file = "/policies/" + command.replace(' ', '-') + ".json";
        try (InputStream agreed = EcsPermissionsTest.class.getResourceAsStream(file)) {
            if (agreed == null) {
                fail(file + " does not exist; right is:\n" + policy(command));
                return;
            }
            assertThat(policy(command)).isEqualTo(new String(agreed.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void whereBuildsKeepTheirArtifactsIsReadFromTheirProject() {
        fixture.aws.builds().create("stock", BuildProjects.Logging.S3, true);
        String commands;
        try (Provider provider = fixture.provider()) {
            commands = provider.require(Permissions.class).policy(new AppId("aws-ecs", "stock"), Set.of("builds logs"));
        }

        assertThat(commands)
                .contains(
                        "\"s3:GetObject\"",
                        "arn:aws:s3:::" + BuildProjects.BUCKET + "/artifacts/stock/*",
                        "arn:aws:s3:::" + BuildProjects.BUCKET + "/logs/*");
        assertThat(policy("builds logs")).doesNotContain("s3:");
    }

    @Test
    void theProxysRoleNeitherReadsVariablesNorOpensShells() {
        assertThat(policy("proxy start"))
                .contains("ecs:UpdateService")
                .doesNotContain("kms:", "ecs:ExecuteCommand", "ecs:RunTask", "ssm:PutParameter", "s3:");
    }

    private String policy(String command) {
        try (Provider provider = fixture.provider()) {
            return provider.require(Permissions.class).policy(SHOP, Set.of(command));
        }
    }

    private void under(JsonNode policy, CommandCall call) throws IOException {
        call.before().accept(fixture);
        fixture.aws.attachPolicy(FakeAws.PRINCIPAL, policy.toString());
        // What is known of an app is kept for a while: each time another process asks.
        try (Provider provider = fixture.provider()) {
            call.run().of(provider);
        } finally {
            fixture.aws.detachPolicies(FakeAws.PRINCIPAL);
        }
    }

    private static Set<String> actions(JsonNode policy) {
        Set<String> actions = new TreeSet<>();
        policy.path("Statement")
                .forEach(statement -> statement.path("Action").forEach(action -> actions.add(action.asString(""))));
        return actions;
    }

    private static JsonNode without(JsonNode policy, String action) {
        ObjectNode copy = ((ObjectNode) policy).deepCopy();
        copy.path("Statement").forEach(statement -> {
            ArrayNode actions = (ArrayNode) statement.path("Action");
            for (int i = actions.size() - 1; i >= 0; i--) {
                if (actions.get(i).asString("").equals(action)) {
                    actions.remove(i);
                }
            }
        });
        return copy;
    }
}
