package dev.pawse.ecs;

import dev.pawse.ecs.BalancerRoutes.Route;
import dev.pawse.ecs.TaskDefinitions.Described;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.ServiceRegistry;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Where an app's web processes answer: at the address that somebody told; else at their tasks' own addresses, which wait for no balancer's
 * health checks; else at the load balancer; else where Cloud Map says. Safe for many threads.
 */
final class Upstream {
    static final String URL_TAG = "pawse:url";

    private static final String WEB = "web";
    /** What TLS can ask for (RFC 952), or a wildcard of it. */
    private static final Pattern HOST_NAME = Pattern.compile("(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)*");

    private final TaskDefinitions definitions;
    private final BalancerRoutes routes;
    private final CloudMapNames names;
    private final Machines machines;
    private final Way way;

    /** Which addresses are used. */
    enum Way {
        /** The first that there are, the tasks' own before all others. */
        AUTO,
        /** The tasks' own. */
        TASK,
        /** The load balancers', for a proxy outside of the apps' network. */
        BALANCER,
        /** What Cloud Map tells. */
        CLOUD_MAP
    }

    Upstream(TaskDefinitions definitions, BalancerRoutes routes, CloudMapNames names, Machines machines, Way way) {
        this.definitions = definitions;
        this.routes = routes;
        this.names = names;
        this.machines = machines;
        this.way = way;
    }

    /** The services to which visitors come: {@code web}; else those behind a balancer; else the only one that there is. */
    static List<AppService> web(List<AppService> services) {
        List<AppService> web =
                services.stream().filter(service -> service.type().equals(WEB)).toList();
        if (!web.isEmpty()) {
            return web;
        }
        List<AppService> balanced = services.stream()
                .filter(service -> !service.service().loadBalancers().isEmpty()
                        || !service.service().serviceRegistries().isEmpty())
                .toList();
        return balanced.isEmpty() && services.size() == 1 ? services : balanced;
    }

    /** The address that somebody told, in a tag of a service or in the settings. */
    static Optional<URI> told(List<AppService> services, AppSettings settings) {
        return services.stream()
                .map(service -> service.tags().getOrDefault(URL_TAG, ""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .or(settings::url)
                .flatMap(Upstream::address);
    }

    /** Whether the tasks of an app have to be looked at. */
    boolean needsTasks() {
        return way == Way.AUTO || way == Way.TASK;
    }

    /** The public host names of services. */
    Set<String> hosts(List<AppService> web) {
        Set<String> hosts = new TreeSet<>();
        routes(web).forEach(route -> hosts.addAll(route.hosts()));
        return hosts;
    }

    /** The target groups of services. */
    static List<String> groups(Collection<AppService> services) {
        return services.stream()
                .flatMap(service -> service.service().loadBalancers().stream())
                .map(LoadBalancer::targetGroupArn)
                .filter(arn -> arn != null)
                .distinct()
                .toList();
    }

    /** Asks for the routes of many apps at once. */
    void prepare(Collection<AppService> services) {
        routes.of(groups(services));
    }

    /** Asks about the machines of tasks of many apps at once. */
    void prepareMachines(Collection<Task> tasks) {
        machines.look(tasks.stream().filter(task -> address(task).isEmpty()).toList());
    }

    /**
     * Where an app answers.
     *
     * @param host the name by which it is asked there, or null for the addresses' own
     */
    record Place(List<URI> endpoints, @Nullable String host) {
        static final Place NONE = new Place(List.of(), null);
    }

    /**
     * Where services answer now.
     *
     * @param tasks the running tasks of these services
     */
    Place place(List<AppService> web, List<Task> tasks) {
        if (needsTasks()) {
            List<URI> own = own(web, tasks);
            if (!own.isEmpty() || way == Way.TASK) {
                return new Place(own, null);
            }
        }
        boolean runs = web.stream().anyMatch(service -> service.service().runningCount() > 0);
        if (!runs) {
            return Place.NONE;
        }
        if (way != Way.CLOUD_MAP) {
            List<URI> balanced = balanced(web);
            if (!balanced.isEmpty() || way == Way.BALANCER) {
                return new Place(balanced, balancedHost(web));
            }
        }
        return new Place(registered(web), null);
    }

    private List<URI> registered(List<AppService> web) {
        List<URI> registered = new ArrayList<>();
        for (AppService service : web) {
            for (ServiceRegistry registry : service.service().serviceRegistries()) {
                Integer port = registry.containerPort() == null ? registry.port() : registry.containerPort();
                registered.addAll(names.addresses(registry.registryArn(), port == null ? port(service) : port));
            }
        }
        return registered;
    }

    /** The tasks of a service that run and are to go on. */
    static Stream<Task> running(AppService service, List<Task> tasks) {
        return tasks.stream()
                .filter(task -> ("service:" + service.name()).equals(task.group()))
                .filter(task -> service.cluster().equals(task.clusterArn()))
                .filter(task -> "RUNNING".equals(task.lastStatus()) && "RUNNING".equals(task.desiredStatus()));
    }

    private List<URI> own(List<AppService> web, List<Task> tasks) {
        List<URI> all = new ArrayList<>();
        for (AppService service : web) {
            List<Task> running = running(service, tasks)
                    .filter(task -> task.healthStatus() != HealthStatus.UNHEALTHY)
                    .toList();
            int port = running.isEmpty() ? 0 : port(service);
            if (port > 0) {
                running.stream()
                        .flatMap(task -> address(service, task, port).stream())
                        .forEach(address -> all.add(URI.create("http://" + address)));
            }
        }
        return all.stream().sorted().toList();
    }

    private List<Route> routes(List<AppService> web) {
        List<String> groups = groups(web);
        Map<String, Route> found = routes.of(groups);
        return groups.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    private List<URI> balanced(List<AppService> web) {
        return routes(web).stream()
                .flatMap(route -> route.addresses().stream())
                .distinct()
                .toList();
    }

    /** A name that the balancer's rules send to the app, an exact one before a wildcard; null where no name matters to them. */
    private @Nullable String balancedHost(List<AppService> web) {
        return hosts(web).stream()
                .filter(host -> HOST_NAME.matcher(host).matches())
                .min(Comparator.comparing((String host) -> host.startsWith("*"))
                        .thenComparing(Comparator.naturalOrder()))
                // Any label fits in the place of the asterisk.
                .map(host -> host.replaceFirst("^\\*", "pawse"))
                .orElse(null);
    }

    /** The port that the balancer is told, else the only one that the task's containers have. */
    private int port(AppService service) {
        for (LoadBalancer balancer : service.service().loadBalancers()) {
            if (balancer.containerPort() != null) {
                return balancer.containerPort();
            }
        }
        Described definition = definitions.of(service.service().taskDefinition());
        List<Integer> ports = definition.definition().containerDefinitions().stream()
                .flatMap(container -> container.portMappings().stream())
                .map(PortMapping::containerPort)
                .filter(port -> port != null)
                .toList();
        return ports.isEmpty() ? 0 : ports.get(0);
    }

    /** The address and port of a task: its own where it has a network interface, else its machine's. */
    private Optional<String> address(AppService service, Task task, int port) {
        Optional<String> own = address(task);
        if (own.isPresent()) {
            return own.map(address -> address + ":" + port);
        }
        int outside = machinePort(service, task, port);
        return outside == 0 ? Optional.empty() : machines.address(task).map(address -> address + ":" + outside);
    }

    /** Where a port of a container is on its machine; 0 where it is not to be had there. */
    private int machinePort(AppService service, Task task, int port) {
        for (Container container : task.containers()) {
            for (NetworkBinding binding : container.networkBindings()) {
                if (binding.hostPort() != null && Integer.valueOf(port).equals(binding.containerPort())) {
                    return binding.hostPort();
                }
            }
        }
        NetworkMode mode =
                definitions.of(service.service().taskDefinition()).definition().networkMode();
        return mode == NetworkMode.HOST ? port : 0;
    }

    private static Optional<String> address(Task task) {
        for (Attachment attachment : task.attachments()) {
            for (KeyValuePair detail : attachment.details()) {
                if ("privateIPv4Address".equals(detail.name())) {
                    return Optional.of(detail.value());
                }
            }
        }
        return Optional.empty();
    }

    /** Scheme, host and port of an address; empty for what is none. */
    private static Optional<URI> address(String text) {
        try {
            URI uri = URI.create(text.strip());
            boolean secure = "https".equals(uri.getScheme());
            if (uri.getHost() == null || (!secure && !"http".equals(uri.getScheme()))) {
                return Optional.empty();
            }
            int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
            return Optional.of(URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
