package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Builds.Status;
import java.time.Duration;
import java.util.function.Function;

/** A provider on a fake platform, put to every contract. */
abstract class FakePlatformCase
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
    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = FakeProvider.builder("test")
            .clock(clock)
            .bootTakes(Duration.ofSeconds(3))
            .stopTakes(Duration.ofSeconds(2))
            .build();
    private final FakeCloud cloud;
    private final Provider provider;

    /** @param wrap makes the provider under test from the sound one */
    FakePlatformCase(Duration patience, Function<FakeProvider, Provider> wrap) {
        cloud = new FakeCloud(platform, clock, patience);
        provider = wrap.apply(platform);
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
        platform.fake(app.name()).log().write(processType + ".1", line);
    }

    @Override
    public String beginBuild(AppId app) {
        return platform.fake(app.name()).history().beginBuild();
    }

    @Override
    public void writeBuildLog(AppId app, String build, String line) {
        platform.fake(app.name()).history().buildLog(build).write("build", line);
    }

    @Override
    public void endBuild(AppId app, String build, Status status) {
        platform.fake(app.name()).history().endBuild(build, status);
    }

    @Override
    public String deploy(AppId app) {
        return platform.fake(app.name()).history().deploy(3);
    }

    @Override
    public String release(AppId app, String description) {
        return platform.fake(app.name()).history().release(description);
    }

    @Override
    public void happen(AppId app) {
        platform.fake(app.name()).history().happen("scale", "web=2");
    }

    @Override
    public void fillDatabase(AppId app, String content) {
        platform.fake(app.name()).databases().iterator().next().fill(content);
    }

    @Override
    public String databaseContent(AppId app) {
        return platform.fake(app.name()).databases().iterator().next().content();
    }

    @Override
    public AppId appWithoutDatabase() {
        return platform.fake("bare").id();
    }
}
