package dev.pawse.clever;

import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.capability.Capability;
import java.util.List;
import java.util.Optional;

/** What can be done with apps on Clever Cloud, one class for each kind. */
final class CleverCapabilities {
    private final List<Capability> all;

    private CleverCapabilities(List<Capability> all) {
        this.all = all;
    }

    static CleverCapabilities of(
            CleverApi api, CleverApps apps, SshSettings ssh, DumpSource dump, ProviderContext context) {
        Rollouts rollouts = new Rollouts(api);
        DeploymentTimes times = new DeploymentTimes(api);
        CleverLogs logs = new CleverLogs(api, apps, rollouts);
        return new CleverCapabilities(List.of(
                new CleverScaling(api, apps, rollouts),
                new CleverProcesses(api, apps, rollouts),
                logs,
                new CleverConfigVars(api, apps),
                new CleverBuilds(apps, rollouts, times, logs),
                new CleverDeployments(api, apps, rollouts, times),
                new CleverReleases(apps, rollouts),
                new CleverTimeline(apps, rollouts),
                new CleverShell(api, apps, new SshGateway(ssh)),
                new CleverDatabases(api, apps, new PostgresTools(context.environment()), dump)));
    }

    <C extends Capability> Optional<C> find(Class<C> type) {
        return all.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
