package dev.pawse.ecs;

import dev.pawse.ecs.fake.FakeAws;
import dev.pawse.http.Json;
import dev.pawse.spi.AppId;
import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.Provider;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FastClock;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A fake AWS with the app {@code shop}, and the provider's shell on it. */
final class ShellFixture implements AutoCloseable {
    static final AppId SHOP = new AppId("aws", "shop");
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What takes seconds of AWS's time takes milliseconds here. */
    final FastClock clock = new FastClock(100);

    final FakeAws aws = FakeAws.start(clock);
    final EcsShell shell;
    final Provider provider;
    final EcsPermissions permissions;
    final AwsClients clients = TestClients.of(aws, clock);

    private final Parallel parallel = new Parallel();

    ShellFixture() {
        aws.addApp("shop", aws.formation());
        AppSettingsReader settings = new AppSettingsReader(clients);
        AppServices services = new AppServices(clients, settings, parallel);
        permissions = new EcsPermissions(clients, settings);
        shell = new EcsShell(
                services,
                settings,
                new AppTasks(clients, services, settings, parallel),
                new TaskDefinitions(clients, parallel),
                new OneOffTasks(clients, services, settings, "peter.b@example.test"),
                new ContainerCommands(clients));
        EcsApps apps = AppLife.of("aws", clients, settings, services, parallel, Upstream.Way.AUTO)
                .apps();
        provider = new EcsProvider(clients, parallel, new CredentialSource("test", null), apps, List.of(shell));
    }

    /** Replaces the app's settings; what was read is kept for a minute, so that this comes first. */
    void settings(String json) {
        aws.parameters().put("/paaws/apps/shop/settings", json);
    }

    /** What calls of an operation sent, the oldest first. */
    List<JsonNode> sent(String operation) {
        return aws.api().requests().stream()
                .filter(FakeAws.calls(operation))
                .map(ApiRequest::text)
                .map(Json.MAPPER::readTree)
                .toList();
    }

    void awaitNoOneOff() {
        Eventually.holds(
                "the end of all one-off tasks",
                PATIENCE,
                () -> aws.ecs().oneOffs("apps").isEmpty());
    }

    @Override
    public void close() {
        provider.close();
        aws.close();
    }
}
