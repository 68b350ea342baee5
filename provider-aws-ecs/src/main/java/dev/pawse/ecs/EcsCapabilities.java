package dev.pawse.ecs;

import dev.pawse.spi.capability.Capability;
import java.util.List;
import java.util.Set;

/** Everything that can be done with an app on ECS, wired. */
final class EcsCapabilities {
    /** What {@link #of} makes. */
    static final Set<Class<? extends Capability>> OFFERED = Set.copyOf(Capability.ALL);

    private EcsCapabilities() {}

    /** @param user who runs tasks, for those who look at them later */
    static List<Capability> of(
            AwsClients clients,
            AppSettingsReader settings,
            AppServices services,
            EcsScaling scaling,
            Parallel parallel,
            String user) {
        TaskDefinitions definitions = new TaskDefinitions(clients, parallel);
        AppTasks tasks = new AppTasks(clients, services, settings, parallel);
        AppPresence presence = new AppPresence(settings, services);
        OneOffTasks oneOffs = new OneOffTasks(clients, services, settings, user);
        EcsShell shell = new EcsShell(services, settings, tasks, definitions, oneOffs, new ContainerCommands(clients));
        EcsConfigVars configVars = new EcsConfigVars(clients, settings, presence, parallel);
        return List.of(
                scaling,
                new EcsProcesses(clients, services, tasks, definitions),
                new EcsLogs(clients, settings),
                configVars,
                new EcsConfigHistory(clients, presence, configVars, parallel),
                new EcsBuilds(clients, settings, parallel),
                new EcsDeployments(clients, services, definitions, parallel),
                new EcsReleases(clients, services, definitions),
                new EcsTimeline(services),
                shell,
                new EcsDatabases(clients, settings, presence, definitions, configVars, tasks, oneOffs, shell, user),
                new EcsPermissions(clients, settings));
    }
}
