package dev.pawse.testkit;

import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Capability;
import dev.pawse.spi.capability.ConfigHistory;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Permissions;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Timeline;
import java.util.List;
import java.util.Map;

/** Which contract proves which capability. */
final class Contracts {
    static final Map<Class<? extends Capability>, Class<? extends ProviderContract>> BY_CAPABILITY = Map.ofEntries(
            Map.entry(Scaling.class, ScalingContract.class),
            Map.entry(Processes.class, ProcessesContract.class),
            Map.entry(Logs.class, LogsContract.class),
            Map.entry(ConfigVars.class, ConfigVarsContract.class),
            Map.entry(ConfigHistory.class, ConfigHistoryContract.class),
            Map.entry(Builds.class, BuildsContract.class),
            Map.entry(Deployments.class, DeploymentsContract.class),
            Map.entry(Releases.class, ReleasesContract.class),
            Map.entry(Timeline.class, TimelineContract.class),
            Map.entry(Shell.class, ShellContract.class),
            Map.entry(Databases.class, DatabasesContract.class),
            Map.entry(Permissions.class, PermissionsContract.class));

    private Contracts() {}

    static List<Class<? extends Capability>> provenBy(ProviderContract test) {
        return Capability.ALL.stream().filter(type -> proves(test, type)).toList();
    }

    static List<Class<? extends Capability>> unprovenBy(ProviderContract test) {
        return Capability.ALL.stream().filter(type -> !proves(test, type)).toList();
    }

    private static boolean proves(ProviderContract test, Class<? extends Capability> type) {
        Class<? extends ProviderContract> contract = BY_CAPABILITY.get(type);
        if (contract == null) {
            throw new IllegalStateException(Capability.label(type) + ": has no contract");
        }
        return contract.isInstance(test);
    }
}
