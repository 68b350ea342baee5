package dev.pawse.clever;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.clever.fake.FakeClever;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Processes;
import dev.pawse.testkit.BuildsContract;
import dev.pawse.testkit.Cloud;
import dev.pawse.testkit.ConfigVarsContract;
import dev.pawse.testkit.DatabasesContract;
import dev.pawse.testkit.DeploymentsContract;
import dev.pawse.testkit.FastClock;
import dev.pawse.testkit.LogsContract;
import dev.pawse.testkit.ProcessesContract;
import dev.pawse.testkit.ReleasesContract;
import dev.pawse.testkit.ScalingContract;
import dev.pawse.testkit.ShellContract;
import dev.pawse.testkit.TimelineContract;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CleverProviderTest
        implements ScalingContract,
                ProcessesContract,
                LogsContract,
                ConfigVarsContract,
                BuildsContract,
                DeploymentsContract,
                ReleasesContract,
                TimelineContract,
                ShellContract,
                DatabasesContract {
    private static final AppId SHOP = new AppId("test", "shop");
    private static final AppId PLAIN = new AppId("test", "plain");

    private final FastClock clock = new FastClock(20);
    private final FakeClever platform = FakeClever.start(clock);
    private final Provider provider = Setup.provider(platform, clock);
    private final Cloud cloud = new Cloud() {
        @Override
        public AppId app() {
            return SHOP;
        }

        @Override
        public void run(AppId app, Formation formation) {
            if (!platform.formation(app.name()).equals(formation)) {
                platform.scaleByHand(app.name(), formation);
            }
        }

        @Override
        public Formation formation() {
            return platform.formation();
        }

        @Override
        public String otherSize() {
            return "M";
        }
    };

    CleverProviderTest() {
        platform.bootTime(Duration.ofSeconds(1));
        platform.addApp("shop", platform.formation(), "shop.example.com");
        platform.addApp("plain", Formation.of(Map.of("web", 1)));
        platform.addDatabase("shop");
    }

    @AfterEach
    void close() {
        provider.close();
        platform.close();
    }

    @Override
    public Provider provider() {
        return provider;
    }

    @Override
    public Cloud cloud() {
        return cloud;
    }

    @Override
    public void writeLog(AppId app, String processType, String line) {
        platform.writeLog(app.name(), line);
    }

    @Override
    public String beginBuild(AppId app) {
        return platform.beginDeployment(app.name());
    }

    @Override
    public void writeBuildLog(AppId app, String build, String line) {
        platform.writeDeploymentLog(app.name(), build, line);
    }

    @Override
    public void endBuild(AppId app, String build, Builds.Status status) {
        platform.endDeployment(app.name(), build, status == Builds.Status.SUCCEEDED ? "OK" : "FAIL");
    }

    @Override
    public String deploy(AppId app) {
        String id = platform.beginDeployment(app.name());
        platform.endDeployment(app.name(), id, "OK");
        return id;
    }

    @Override
    public String release(AppId app, String description) {
        return "v" + platform.deploymentNumber(app.name(), deploy(app));
    }

    @Override
    public void happen(AppId app) {
        deploy(app);
    }

    @Override
    public void fillDatabase(AppId app, String content) {
        platform.fillDatabase(app.name(), content);
    }

    @Override
    public String databaseContent(AppId app) {
        return platform.databaseContent(app.name());
    }

    @Override
    public AppId appWithoutDatabase() {
        return PLAIN;
    }

    /** The platform cannot do it: an app is deployed as a whole. */
    @Test
    @Override
    public void aRestartOfOneProcessLeavesItsSiblings() {
        cloud.run(SHOP, cloud.formation());
        Processes processes = provider.require(Processes.class);

        assertThatThrownBy(() -> processes.restartProcesses(SHOP, "web.1"))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED))
                .hasMessageContaining("restarts all instances of an app or none");
    }
}
