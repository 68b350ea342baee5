package dev.pawse.ecs;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Timeline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a command asks of a provider.
 *
 * @param before what makes it do something each time
 */
record CommandCall(String command, Consumer<EcsFixture> before, CommandCall.Ask run) {
    private static final AppId SHOP = EcsFixture.SHOP;
    private static final Duration WAIT = Duration.ofMinutes(30);

    interface Ask {
        void of(Provider provider) throws IOException;
    }

    private static CommandCall call(String command, Ask run) {
        return new CommandCall(command, fixture -> {}, run);
    }

    /** Those of all commands; one that does different things stands here for each of them. */
    static List<CommandCall> all() {
        return List.of(
                call("apps list", Provider::apps),
                call("plan", Provider::apps),
                new CommandCall("proxy start", CommandCall::runs, provider -> {
                    provider.apps();
                    there(provider.app(SHOP));
                    provider.require(Scaling.class).stop(SHOP);
                }),
                new CommandCall("proxy start", CommandCall::rests, CommandCall::woken),
                call("apps info", provider -> there(provider.app(SHOP))),
                call("ps", provider -> provider.require(Processes.class).processes(SHOP)),
                call(
                        "deployments",
                        provider -> provider.require(Deployments.class).deployments(SHOP, 5)),
                call(
                        "logs view",
                        provider -> read(provider.require(Logs.class)
                                .openLogs(SHOP, new Logs.Query(null, null, 5, "web", false)))),
                call("logs console", provider -> there(provider.app(SHOP))),
                call(
                        "config list",
                        provider -> provider.require(ConfigVars.class).configVars(SHOP)),
                call(
                        "config get",
                        provider -> provider.require(ConfigVars.class).configVars(SHOP)),
                call("config set", provider -> {
                    ConfigVars variables = provider.require(ConfigVars.class);
                    variables.configVars(SHOP);
                    variables.setConfigVars(SHOP, Map.of("GREETING", Secret.of("again")));
                }),
                new CommandCall("config unset", CommandCall::colour, provider -> {
                    ConfigVars variables = provider.require(ConfigVars.class);
                    variables.configVars(SHOP);
                    variables.unsetConfigVars(SHOP, Set.of("COLOUR"));
                }),
                call(
                        "config export",
                        provider -> provider.require(ConfigVars.class).configVars(SHOP)),
                call(
                        "config diff",
                        provider -> provider.require(ConfigVars.class).configVars(SHOP)),
                new CommandCall("config import", CommandCall::colour, CommandCall::replaceVariables),
                new CommandCall("config edit", CommandCall::colour, CommandCall::replaceVariables),
                call(
                        "config history",
                        provider -> provider.require(ConfigHistory.class).configChanges(SHOP, null, 5)),
                call("builds list", provider -> provider.require(Builds.class).builds(SHOP, 5)),
                call(
                        "builds view",
                        provider -> there(provider.require(Builds.class).build(SHOP, "1"))),
                call("builds logs", provider -> {
                    there(provider.require(Builds.class).build(SHOP, "1"));
                    read(provider.require(Builds.class).openBuildLog(SHOP, "1", null, false));
                }),
                call("events", provider -> provider.require(Timeline.class).timeline(SHOP, null, 5)),
                call(
                        "releases list",
                        provider -> provider.require(Releases.class).releases(SHOP, 5)),
                call(
                        "releases info",
                        provider -> provider.require(Releases.class).releases(SHOP, 5)),
                new CommandCall("releases rollback", CommandCall::release, provider -> {
                    Releases releases = provider.require(Releases.class);
                    releases.rollback(SHOP, releases.releases(SHOP, 2).get(1).id());
                }),
                new CommandCall("scale", CommandCall::runs, provider -> scale(provider, 0)),
                new CommandCall("scale", CommandCall::rests, provider -> scale(provider, 2)),
                new CommandCall("stop", CommandCall::runs, provider -> {
                    there(provider.app(SHOP));
                    provider.require(Scaling.class).stop(SHOP);
                }),
                new CommandCall("stop", CommandCall::rests, CommandCall::woken),
                new CommandCall("start", CommandCall::rests, CommandCall::woken),
                new CommandCall("start", CommandCall::runs, provider -> scale(provider, 0)),
                new CommandCall(
                        "restart",
                        CommandCall::runs,
                        provider -> provider.require(Processes.class).restartProcesses(SHOP, null)),
                new CommandCall("restart", CommandCall::runs, provider -> {
                    there(provider.app(SHOP));
                    Processes processes = provider.require(Processes.class);
                    String one = processes.processes(SHOP).get(0).name();
                    processes.restartProcesses(SHOP, one);
                }),
                call("run", provider -> shell(provider, Shell.Request.run(List.of("echo", "hello")))),
                new CommandCall("shell", CommandCall::runs, provider -> {
                    shell(provider, Shell.Request.run(List.of("echo", "hello")));
                    attach(provider);
                }),
                call("db list", provider -> provider.require(Databases.class).databases(SHOP)),
                call("db url", provider -> provider.require(Databases.class).databaseUrl(SHOP, null)),
                call(
                        "db dump",
                        provider -> provider.require(Databases.class)
                                .dumpDatabase(SHOP, null, new ByteArrayOutputStream(), WAIT)),
                call("db shell", provider -> {
                    try (Shell.Session session = provider.require(Databases.class)
                            .openDatabaseShell(SHOP, null, Shell.Request.run(List.of("-c", "select 1")))) {
                        session.input().close();
                        session.output().readAllBytes();
                    }
                }),
                call(
                        "db load",
                        provider -> provider.require(Databases.class)
                                .loadDatabase(
                                        SHOP,
                                        null,
                                        new ByteArrayInputStream("PGDMP\nrows".getBytes(StandardCharsets.US_ASCII)),
                                        WAIT)));
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

    private static void colour(EcsFixture fixture) {
        fixture.aws.parameters().put("/shop/COLOUR", "red");
    }

    private static void replaceVariables(Provider provider) {
        ConfigVars variables = provider.require(ConfigVars.class);
        variables.configVars(SHOP);
        variables.setConfigVars(SHOP, Map.of("GREETING", Secret.of("again")));
        variables.unsetConfigVars(SHOP, Set.of("COLOUR"));
    }

    private static void release(EcsFixture fixture) {
        fixture.aws.ecs().deploy("shop-web", fixture.aws.ecs().register("shop", "web", List.of("serve"), Map.of()));
    }

    /** Nothing of an earlier command is left, and two web processes run. */
    private static void runs(EcsFixture fixture) {
        List.copyOf(fixture.aws.ecs().tags("shop-web").keySet()).stream()
                .filter(tag -> tag.startsWith("pawse:") && !tag.equals("pawse:app"))
                .forEach(tag -> fixture.aws.ecs().untag("shop-web", tag));
        fixture.aws.ecs().addScalableTarget("shop-web", 1, 6);
        fixture.aws.ecs().scaleByHand("shop-web", 2);
    }

    private static void rests(EcsFixture fixture) {
        runs(fixture);
        try (Provider provider = fixture.provider()) {
            provider.require(Scaling.class).stop(SHOP);
        }
    }
}
