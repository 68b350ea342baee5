package dev.pawse.ecs.fake;

import dev.pawse.spi.Formation;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The apps of a {@link FakeAws}: services of one cluster that they share, with what paaws's conventions want beside them. */
final class HostedApps implements AutoCloseable {
    static final String CLUSTER = "apps";

    private final FakeEcs ecs;
    private final ParameterStore parameters;
    private final LoadBalancingApi balancing;
    private final Executor threads;
    private final Map<String, Balancer> routers = new ConcurrentHashMap<>();

    HostedApps(FakeEcs ecs, ParameterStore parameters, LoadBalancingApi balancing, Executor threads) {
        this.ecs = ecs;
        this.parameters = parameters;
        this.balancing = balancing;
        this.threads = threads;
    }

    void add(String name, Formation formation, List<String> hosts) {
        parameters.put(settings(name), "{\"cluster\": {\"name\": \"" + CLUSTER + "\"}}");
        formation.processes().forEach((type, scale) -> {
            Map<String, Object> settings = new LinkedHashMap<>();
            if (type.equals("web")) {
                String group = balancing.group(name);
                if (!hosts.isEmpty()) {
                    balancing.balancer().route(hosts, Map.of(group, 1));
                }
                settings.put(
                        "loadBalancers",
                        List.of(Json.object(
                                "targetGroupArn",
                                group,
                                "containerName",
                                "app",
                                "containerPort",
                                ecs.containerPort())));
            }
            String definition = ecs.register(name, type, List.of("./run", type), Map.of());
            ecs.addService(
                    CLUSTER, name + "-" + type, definition, scale.quantity(), Map.of("pawse:app", name), settings);
        });
    }

    void delete(String name) {
        parameters.remove(settings(name));
        ecs.desired(name).keySet().forEach(type -> ecs.deleteService(name + "-" + type));
    }

    /** A balancer of the app's own, since an address alone does not tell a shared one which app is meant. */
    URI address(String name) {
        Balancer router = routers.computeIfAbsent(name, any -> {
            Balancer made = Balancer.open(
                    name,
                    "127.0.0.1",
                    group -> ecs.exists(name + "-web") ? ecs.addresses(name + "-web") : List.of(),
                    threads);
            made.route(List.of(), Map.of(name, 1));
            return made;
        });
        return URI.create("http://127.0.0.1:" + router.port());
    }

    @Override
    public void close() {
        routers.values().forEach(Balancer::close);
    }

    private static String settings(String name) {
        return "/paaws/apps/" + name + "/settings";
    }
}
