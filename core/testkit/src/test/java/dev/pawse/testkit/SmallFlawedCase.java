package dev.pawse.testkit;

import dev.pawse.spi.Provider;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.ConfigHistory;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Permissions;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Timeline;
import org.junit.jupiter.api.extension.ExtendWith;

/** A provider with one flaw that scales and offers nothing else; run by {@link FlawedProviderTest} alone. */
@ExtendWith(ContractRun.Subject.class)
final class SmallFlawedCase implements ScalingContract {
    private final Provider provider;
    private final Cloud cloud;

    SmallFlawedCase(String flaw) {
        ManualClock clock = ManualClock.create();
        FakeProvider platform = FakeProvider.builder("test")
                .clock(clock)
                .without(Processes.class, Logs.class, ConfigVars.class, Builds.class, Deployments.class)
                .without(ConfigHistory.class, Releases.class, Timeline.class, Shell.class)
                .without(Databases.class, Permissions.class)
                .build();
        cloud = new FakeCloud(platform, clock, FlawedCase.patience(flaw));
        provider = new FlawedProvider(platform, Flaws.named(flaw, Flaws.all(platform)));
    }

    @Override
    public Provider provider() {
        return provider;
    }

    @Override
    public Cloud cloud() {
        return cloud;
    }
}
