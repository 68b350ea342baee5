package dev.pawse.ecs;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Builds.Status;
import dev.pawse.testkit.BuildsContract;
import dev.pawse.testkit.Cloud;
import dev.pawse.testkit.ConfigHistoryContract;
import dev.pawse.testkit.ConfigVarsContract;
import dev.pawse.testkit.DatabasesContract;
import dev.pawse.testkit.DeploymentsContract;
import dev.pawse.testkit.LogsContract;
import dev.pawse.testkit.PermissionsContract;
import dev.pawse.testkit.ProcessesContract;
import dev.pawse.testkit.ReleasesContract;
import dev.pawse.testkit.ScalingContract;
import dev.pawse.testkit.ShellContract;
import dev.pawse.testkit.TimelineContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

final class EcsProviderTest
        implements ScalingContract,
                ProcessesContract,
                LogsContract,
                ConfigVarsContract,
                ConfigHistoryContract,
                BuildsContract,
                DeploymentsContract,
                ReleasesContract,
                TimelineContract,
                ShellContract,
                DatabasesContract,
                PermissionsContract {
    private final EcsFixture fixture = new EcsFixture();
    private final Provider provider = fixture.provider();

    @AfterEach
    void close() {
        provider.close();
        fixture.close();
    }

    @Override
    public Provider provider() {
        return provider;
    }

    @Override
    public Cloud cloud() {
        return fixture;
    }

    @Override
    public void writeLog(AppId app, String processType, String line) {
        fixture.aws.logs().write(app.name(), processType + "/app/0123456789abcdef0123456789abcdef", line);
    }

    @Override
    public String beginBuild(AppId app) {
        return fixture.aws.builds().begin(app.name(), "refs/heads/main", "0a1b2c3d");
    }

    @Override
    public void writeBuildLog(AppId app, String build, String line) {
        fixture.aws.builds().write(build, line);
    }

    @Override
    public void endBuild(AppId app, String build, Status status) {
        fixture.aws.builds().end(build, status.name());
    }

    @Override
    public String deploy(AppId app) {
        String service = app.name() + "-web";
        return fixture.aws.ecs().deploy(service, fixture.aws.ecs().definition(service));
    }

    @Override
    public String release(AppId app, String description) {
        String revision = fixture.aws.ecs().register(app.name(), "web", List.of("serve", description), Map.of());
        fixture.aws.ecs().deploy(app.name() + "-web", revision);
        return "v" + revision.substring(revision.indexOf(':') + 1);
    }

    @Override
    public void happen(AppId app) {
        deploy(app);
    }

    @Override
    public void fillDatabase(AppId app, String content) {
        fixture.aws.databaseTools().fill(app.name(), content);
    }

    @Override
    public String databaseContent(AppId app) {
        return fixture.aws.databaseTools().content(app.name());
    }

    @Override
    public AppId appWithoutDatabase() {
        return new AppId("aws-ecs", "stock");
    }
}
