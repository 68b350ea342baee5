package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.pawse.ecs.fake.BuildProjects;
import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.http.Json;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.ConfigHistory;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.spi.capability.Permissions;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Timeline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
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
    private static final Duration WAIT = Duration.ofMinutes(30);

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

    /**
     * A command.
     *
     * @param before what makes it do something each time
     * @param run what it asks of a provider
     */
    private record Line(String command, Consumer<EcsPermissionsTest> before, Ask run) {
        @Override
        public String toString() {
            return command;
        }
    }

    private interface Ask {
        void of(Provider provider) throws IOException;
    }

    private static Line line(String command, Ask run) {
        return new Line(command, test -> {}, run);
    }

    static List<Line> lines() {
        return List.of(
                line("apps list", Provider::apps),
                line("plan", Provider::apps),
                new Line("proxy start", EcsPermissionsTest::runs, provider -> {
                    provider.apps();
                    there(provider.app(SHOP));
                    provider.require(Scaling.class).stop(SHOP);
                }),
                new Line("proxy start", EcsPermissionsTest::rests, EcsPermissionsTest::woken),
                line("apps info", provider -> there(provider.app(SHOP))),
                line("ps", provider -> provider.require(Processes.class).processes(SHOP)),
                line(
                        "deployments",
                        provider -> provider.require(Deployments.class).deployments(SHOP, 5)),
                line(
                        "logs view",
                        provider -> read(provider.require(Logs.class)
                                .openLogs(SHOP, new Logs.Query(null, null, 5, "web", false)))),
                line("logs console", provider -> there(provider.app(SHOP))),
                line(
                        "config list",
                        provider -> provider.require(ConfigVars.class).configVars(SHOP)),
                line(
                        "config get",
                        provider -> provider.require(ConfigVars.class).configVars(SHOP)),
                line("config set", provider -> {
                    ConfigVars variables = provider.require(ConfigVars.class);
                    variables.configVars(SHOP);
                    variables.setConfigVars(SHOP, Map.of("GREETING", Secret.of("again")));
                }),
                new Line("config unset", EcsPermissionsTest::colour, provider -> {
                    ConfigVars variables = provider.require(ConfigVars.class);
                    variables.configVars(SHOP);
                    variables.unsetConfigVars(SHOP, Set.of("COLOUR"));
                }),
                line(
                        "config export",
                        provider -> provider.require(ConfigVars.class).configVars(SHOP)),
                line(
                        "config diff",
                        provider -> provider.require(ConfigVars.class).configVars(SHOP)),
                new Line("config import", EcsPermissionsTest::colour, EcsPermissionsTest::replaceVariables),
                new Line("config edit", EcsPermissionsTest::colour, EcsPermissionsTest::replaceVariables),
                line(
                        "config history",
                        provider -> provider.require(ConfigHistory.class).configChanges(SHOP, null, 5)),
                line("builds list", provider -> provider.require(Builds.class).builds(SHOP, 5)),
                line(
                        "builds view",
                        provider -> there(provider.require(Builds.class).build(SHOP, "1"))),
                line("builds logs", provider -> {
                    there(provider.require(Builds.class).build(SHOP, "1"));
                    read(provider.require(Builds.class).openBuildLog(SHOP, "1", null, false));
                }),
                line("events", provider -> provider.require(Timeline.class).timeline(SHOP, null, 5)),
                line(
                        "releases list",
                        provider -> provider.require(Releases.class).releases(SHOP, 5)),
                line(
                        "releases info",
                        provider -> provider.require(Releases.class).releases(SHOP, 5)),
                new Line("releases rollback", EcsPermissionsTest::release, provider -> {
                    Releases releases = provider.require(Releases.class);
                    releases.rollback(SHOP, releases.releases(SHOP, 2).get(1).id());
                }),
                new Line("scale", EcsPermissionsTest::runs, provider -> scale(provider, 0)),
                new Line("scale", EcsPermissionsTest::rests, provider -> scale(provider, 2)),
                new Line("stop", EcsPermissionsTest::runs, provider -> {
                    there(provider.app(SHOP));
                    provider.require(Scaling.class).stop(SHOP);
                }),
                new Line("stop", EcsPermissionsTest::rests, EcsPermissionsTest::woken),
                new Line("start", EcsPermissionsTest::rests, EcsPermissionsTest::woken),
                new Line("start", EcsPermissionsTest::runs, provider -> scale(provider, 0)),
                new Line(
                        "restart",
                        EcsPermissionsTest::runs,
                        provider -> provider.require(Processes.class).restartProcesses(SHOP, null)),
                new Line("restart", EcsPermissionsTest::runs, provider -> {
                    there(provider.app(SHOP));
                    Processes processes = provider.require(Processes.class);
                    String one = processes.processes(SHOP).get(0).name();
                    processes.restartProcesses(SHOP, one);
                }),
                line("run", provider -> shell(provider, Shell.Request.run(List.of("echo", "hello")))),
                new Line("shell", EcsPermissionsTest::runs, provider -> {
                    shell(provider, Shell.Request.run(List.of("echo", "hello")));
                    attach(provider);
                }),
                line("db list", provider -> provider.require(Databases.class).databases(SHOP)),
                line("db url", provider -> provider.require(Databases.class).databaseUrl(SHOP, null)),
                line(
                        "db dump",
                        provider -> provider.require(Databases.class)
                                .dumpDatabase(SHOP, null, new ByteArrayOutputStream(), WAIT)),
                line("db shell", provider -> {
                    try (Shell.Session session = provider.require(Databases.class)
                            .openDatabaseShell(SHOP, null, Shell.Request.run(List.of("-c", "select 1")))) {
                        session.input().close();
                        session.output().readAllBytes();
                    }
                }),
                line(
                        "db load",
                        provider -> provider.require(Databases.class)
                                .loadDatabase(
                                        SHOP,
                                        null,
                                        new ByteArrayInputStream("PGDMP\nrows".getBytes(StandardCharsets.US_ASCII)),
                                        WAIT)));
    }

    static Stream<String> commands() {
        return lines().stream().map(Line::command).distinct();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandNeedsItsPolicyAndEveryActionOfIt(String command) throws IOException {
        JsonNode policy = Json.MAPPER.readTree(policy(command));
        List<Line> its =
                lines().stream().filter(line -> line.command().equals(command)).toList();
        Set<String> superfluous = new LinkedHashSet<>(actions(policy));
        superfluous.removeAll(SPARED.keySet());
        superfluous.removeAll(
                SPARED_BY.getOrDefault(command.replaceAll(" .*", ""), Map.of()).keySet());
        Map<String, String> failures = new TreeMap<>();
        for (Line line : its) {
            under(policy, line);
            for (String action : Set.copyOf(superfluous)) {
                try {
                    under(without(policy, action), line);
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

    private void under(JsonNode policy, Line line) throws IOException {
        line.before().accept(this);
        fixture.aws.attachPolicy(FakeAws.PRINCIPAL, policy.toString());
        // What is known of an app is kept for a while: each time another process asks.
        try (Provider provider = fixture.provider()) {
            line.run().of(provider);
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

    private static void there(Optional<?> found) {
        assertThat(found).isPresent();
    }

    private static void read(LogStream log) {
        try (log) {
            while (!log.ended()) {
                log.next(Duration.ofSeconds(10));
            }
        }
    }

    private static void shell(Provider provider, Shell.Request request) throws IOException {
        try (Shell.Session session = provider.require(Shell.class).openShell(SHOP, request)) {
            session.input().close();
            session.output().readAllBytes();
            assertThat(session.exitCode(Duration.ofSeconds(15))).hasValue(0);
        }
    }

    /** The tasks that run were started without the agent, which is told only after they were looked at. */
    private static void attach(Provider provider) {
        try {
            provider.require(Shell.class)
                    .openShell(SHOP, new Shell.Request(List.of("true"), "web", Map.of(), null, null))
                    .close();
        } catch (PawseException e) {
            if (e.reason() != Reason.CONFLICT) {
                throw e;
            }
        }
    }

    private static void scale(Provider provider, int web) {
        provider.require(Scaling.class).scale(SHOP, Formation.of(Map.of("web", web)));
    }

    /** Begins a wake and sees its end, which is when limits are given back. */
    private static void woken(Provider provider) {
        provider.require(Scaling.class).start(SHOP, Formation.of(Map.of("web", 2)));
        for (int looks = 0; looks < 3; looks++) {
            there(provider.app(SHOP));
        }
    }

    private void colour() {
        fixture.aws.parameters().put("/shop/COLOUR", "red");
    }

    private static void replaceVariables(Provider provider) {
        ConfigVars variables = provider.require(ConfigVars.class);
        variables.configVars(SHOP);
        variables.setConfigVars(SHOP, Map.of("GREETING", Secret.of("again")));
        variables.unsetConfigVars(SHOP, Set.of("COLOUR"));
    }

    private void release() {
        fixture.aws.ecs().deploy("shop-web", fixture.aws.ecs().register("shop", "web", List.of("serve"), Map.of()));
    }

    /** Nothing of an earlier command is left, and two web processes run. */
    private void runs() {
        List.copyOf(fixture.aws.ecs().tags("shop-web").keySet()).stream()
                .filter(tag -> tag.startsWith("pawse:") && !tag.equals("pawse:app"))
                .forEach(tag -> fixture.aws.ecs().untag("shop-web", tag));
        fixture.aws.ecs().addScalableTarget("shop-web", 1, 6);
        fixture.aws.ecs().scaleByHand("shop-web", 2);
    }

    private void rests() {
        runs();
        try (Provider provider = fixture.provider()) {
            provider.require(Scaling.class).stop(SHOP);
        }
    }
}
