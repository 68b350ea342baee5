package dev.pawse.heroku;

import dev.pawse.heroku.fake.FakeHeroku;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Builds.Status;
import dev.pawse.testkit.BuildsContract;
import dev.pawse.testkit.Cloud;
import dev.pawse.testkit.ConfigHistoryContract;
import dev.pawse.testkit.ConfigVarsContract;
import dev.pawse.testkit.DatabasesContract;
import dev.pawse.testkit.DeploymentsContract;
import dev.pawse.testkit.LogsContract;
import dev.pawse.testkit.ProcessesContract;
import dev.pawse.testkit.ReleasesContract;
import dev.pawse.testkit.ScalingContract;
import dev.pawse.testkit.ShellContract;
import dev.pawse.testkit.TimelineContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** What every provider of all these capabilities does, against a stateful fake of Heroku. */
final class HerokuProviderTest
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
                DatabasesContract {
    private static final String APP = "shop";

    private final TickingClock clock = new TickingClock();
    private final FakeHeroku heroku = FakeHeroku.start(clock);
    private final Provider provider = Harness.provider(heroku);

    HerokuProviderTest() {
        heroku.addApp(APP, heroku.formation(), "www.shop.example.com", "*.shop.example.com");
        heroku.addApp("bare", heroku.formation());
        heroku.addDatabase(APP);
    }

    @AfterEach
    void close() {
        provider.close();
        heroku.close();
    }

    @Override
    public Provider provider() {
        return provider;
    }

    @Override
    public Cloud cloud() {
        return new Cloud() {
            @Override
            public AppId app() {
                return Harness.id(APP);
            }

            @Override
            public void run(AppId app, Formation formation) {
                if (!heroku.formation(app.name()).equals(formation)) {
                    heroku.scaleByHand(app.name(), formation);
                }
            }

            @Override
            public Formation formation() {
                return heroku.formation();
            }

            @Override
            public String otherSize() {
                return "standard-2x";
            }

            @Override
            public void tick() {
                clock.tick();
            }

            @Override
            public Duration patience() {
                return Duration.ofSeconds(30);
            }
        };
    }

    @Override
    public void writeLog(AppId app, String processType, String line) {
        heroku.writeLog(app.name(), processType + ".1", line);
    }

    @Override
    public String beginBuild(AppId app) {
        return heroku.beginBuild(app.name());
    }

    @Override
    public void writeBuildLog(AppId app, String build, String line) {
        heroku.writeBuildLog(app.name(), build, line);
    }

    @Override
    public void endBuild(AppId app, String build, Status status) {
        heroku.endBuild(app.name(), build, status.label());
    }

    @Override
    public String deploy(AppId app) {
        return heroku.deploy(app.name(), "Deploy 0a1b2c3d");
    }

    @Override
    public String release(AppId app, String description) {
        return heroku.deploy(app.name(), description);
    }

    @Override
    public void happen(AppId app) {
        deploy(app);
    }

    @Override
    public void fillDatabase(AppId app, String content) {
        heroku.fillDatabase(app.name(), content);
    }

    @Override
    public String databaseContent(AppId app) {
        return heroku.databaseContent(app.name());
    }

    @Override
    public AppId appWithoutDatabase() {
        return Harness.id("bare");
    }
}
