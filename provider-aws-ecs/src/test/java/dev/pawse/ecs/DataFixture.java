package dev.pawse.ecs;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.spi.AppId;
import dev.pawse.testkit.FastClock;
import java.time.Duration;

/** A fake AWS with settings for the app {@code shop}, and the capabilities on its data, built on it. */
final class DataFixture implements AutoCloseable {
    static final AppId SHOP = new AppId("aws", "shop");
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What takes seconds of AWS's time takes milliseconds here. */
    final FastClock clock = new FastClock(100);

    final FakeAws aws = FakeAws.start(clock);
    final AwsClients clients = TestClients.of(aws, clock);
    final Parallel parallel = new Parallel();

    DataFixture() {
        settings("{\"tags\": []}");
    }

    /** Replaces the app's settings; what was read is kept for a minute, so that this comes first. */
    void settings(String json) {
        aws.parameters().put("/paaws/apps/shop/settings", json);
    }

    EcsConfigVars configVars() {
        AppSettingsReader settings = new AppSettingsReader(clients);
        AppServices services = new AppServices(clients, settings, parallel);
        return new EcsConfigVars(clients, settings, new AppPresence(settings, services), parallel);
    }

    EcsLogs logs() {
        return new EcsLogs(clients, new AppSettingsReader(clients));
    }

    EcsBuilds builds() {
        return new EcsBuilds(clients, new AppSettingsReader(clients), parallel);
    }

    EcsDatabases databases() {
        AppSettingsReader settings = new AppSettingsReader(clients);
        AppServices services = new AppServices(clients, settings, parallel);
        TaskDefinitions definitions = new TaskDefinitions(clients, parallel);
        AppTasks tasks = new AppTasks(clients, services, settings, parallel);
        OneOffTasks oneOffs = new OneOffTasks(clients, services, settings, "some.one@example.test");
        return new EcsDatabases(
                clients,
                settings,
                new AppPresence(settings, services),
                definitions,
                configVars(),
                tasks,
                oneOffs,
                new EcsShell(services, settings, tasks, definitions, oneOffs, new ContainerCommands(clients)),
                "some.one@example.test");
    }

    /** Lets the caller do these actions on everything, and nothing else. */
    void allowOnly(String... actions) {
        aws.detachPolicies(FakeAws.PRINCIPAL);
        aws.attachPolicy(
                FakeAws.PRINCIPAL,
                "{\"Statement\": [{\"Effect\": \"Allow\", \"Resource\": \"*\", \"Action\": [\""
                        + String.join("\", \"", actions) + "\"]}]}");
    }

    @Override
    public void close() {
        parallel.close();
        clients.close();
        aws.close();
    }
}
