package dev.pawse.scalingo;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Builds;
import dev.pawse.testkit.BuildsContract;
import dev.pawse.testkit.Cloud;
import dev.pawse.testkit.ConfigHistoryContract;
import dev.pawse.testkit.ConfigVarsContract;
import dev.pawse.testkit.DatabasesContract;
import dev.pawse.testkit.DeploymentsContract;
import dev.pawse.testkit.LogsContract;
import dev.pawse.testkit.ProcessesContract;
import dev.pawse.testkit.ScalingContract;
import dev.pawse.testkit.ShellContract;
import dev.pawse.testkit.TimelineContract;
import org.junit.jupiter.api.AfterEach;

final class ScalingoProviderTest
        implements ScalingContract,
                ProcessesContract,
                LogsContract,
                ConfigVarsContract,
                ConfigHistoryContract,
                BuildsContract,
                DeploymentsContract,
                TimelineContract,
                ShellContract,
                DatabasesContract {
    private final ScalingoFixture fixture = new ScalingoFixture();
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
        fixture.fake.write(app.name(), processType + "-1", line);
    }

    @Override
    public String beginBuild(AppId app) {
        return fixture.fake.beginDeployment(app.name(), "0a1b2c3d");
    }

    @Override
    public void writeBuildLog(AppId app, String build, String line) {
        fixture.fake.writeDeployment(app.name(), build, line + "\n");
    }

    @Override
    public void endBuild(AppId app, String build, Builds.Status status) {
        fixture.fake.endDeployment(app.name(), build, status == Builds.Status.SUCCEEDED ? "success" : "build-error");
    }

    @Override
    public String deploy(AppId app) {
        String id = beginBuild(app);
        fixture.fake.endDeployment(app.name(), id, "success");
        return id;
    }

    @Override
    public void happen(AppId app) {
        deploy(app);
    }

    @Override
    public void fillDatabase(AppId app, String content) {
        fixture.fake.fillDatabase(app.name(), content);
    }

    @Override
    public String databaseContent(AppId app) {
        return fixture.fake.databaseContent(app.name());
    }

    @Override
    public AppId appWithoutDatabase() {
        return new AppId("scalingo", "stock");
    }
}
