package dev.pawse.ecs;

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
import java.util.List;
import java.util.Set;

/** Everything that can be done with an app on ECS, wired. */
final class EcsCapabilities {
    /** What {@link #of} makes. */
    static final Set<Class<? extends Capability>> OFFERED = Set.of(
            Scaling.class,
            Processes.class,
            Logs.class,
            ConfigVars.class,
            ConfigHistory.class,
            Builds.class,
            Deployments.class,
            Releases.class,
            Shell.class,
            Databases.class,
            Permissions.class);

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
                shell,
                new EcsDatabases(clients, settings, presence, definitions, configVars, tasks, oneOffs, shell, user),
                new EcsPermissions(clients, settings));
    }
}
