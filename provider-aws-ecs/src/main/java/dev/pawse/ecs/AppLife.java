package dev.pawse.ecs;

/**
 * How apps are seen, put to rest and woken, wired.
 *
 * @param apps sees them
 * @param scaling puts them to rest and wakes them
 */
record AppLife(EcsApps apps, EcsScaling scaling) {
    /** @param way which addresses of apps are used */
    static AppLife of(
            String provider,
            AwsClients clients,
            AppSettingsReader settings,
            AppServices services,
            Parallel parallel,
            Upstream.Way way) {
        TaskDefinitions definitions = new TaskDefinitions(clients, parallel);
        AppTasks tasks = new AppTasks(clients, services, settings, parallel);
        ServiceChanges changes = new ServiceChanges(clients, new ScalableTargets(clients));
        LinkedDatabases databases = new LinkedDatabases(clients, settings, app -> rests(services, app));
        Wakes wakes = new Wakes(changes, databases, clients.clock());
        Upstream upstream = new Upstream(
                definitions,
                new BalancerRoutes(clients, parallel),
                new CloudMapNames(clients),
                new Machines(clients),
                way);
        AppView view = new AppView(clients.region(), upstream, new StartFailures(tasks, clients.clock()));
        EcsApps apps = new EcsApps(provider, clients, services, settings, tasks, view, wakes, databases, parallel);
        return new AppLife(apps, new EcsScaling(provider, services, changes, wakes, databases, parallel));
    }

    private static boolean rests(AppServices services, String app) {
        return services.of(app).stream()
                .filter(AppService::isCounted)
                .allMatch(service -> service.service().desiredCount() == 0);
    }
}
