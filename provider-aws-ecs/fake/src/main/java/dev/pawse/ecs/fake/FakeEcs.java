package dev.pawse.ecs.fake;

import dev.pawse.ecs.fake.EcsService.Rollout;
import dev.pawse.ecs.fake.EcsState.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The ECS of a {@link FakeAws} as its customers arrange it past Pawse, and what a test wants to know of it. Services are named
 * {@code APP-TYPE}. Safe for many threads.
 */
public final class FakeEcs {
    private final EcsState state;
    private final AutoScalingApi scaling;
    private final EcsDefinitionCalls definitions;

    FakeEcs(EcsState state, AutoScalingApi scaling) {
        this.state = state;
        this.scaling = scaling;
        definitions = new EcsDefinitionCalls(state);
    }

    /** Makes a cluster if there is none of that name. */
    public void addCluster(String name) {
        synchronized (state) {
            state.clusters.computeIfAbsent(name, any -> new Cluster(name, arn("cluster/" + name)));
        }
    }

    /**
     * Registers a revision.
     *
     * @param document the input of RegisterTaskDefinition, as JSON
     * @return {@code family:revision}
     */
    public String register(String document) {
        JsonNode input = Json.read(document);
        synchronized (state) {
            TaskDefinition made = definitions.register(
                    arn("task-definition/"),
                    input.path("family").asString(""),
                    input,
                    Tags.read(input.path("tags")),
                    state.pace.now());
            return made.family() + ":" + made.revision();
        }
    }

    /** A task definition as apps have it: one container {@code app} that listens if it is a web process, and logs to the app's group. */
    public String register(String app, String type, List<String> command, Map<String, String> environment) {
        List<Map<String, Object>> variables = new ArrayList<>();
        variables.add(Json.object("name", "FAKE_ANSWER", "value", app));
        environment.forEach((name, value) -> variables.add(Json.object("name", name, "value", value)));
        Map<String, Object> container = Json.object(
                "name",
                "app",
                "image",
                "registry.example.test/" + app + ":0a1b2c3d",
                "essential",
                true,
                "command",
                command,
                "environment",
                variables,
                "logConfiguration",
                Json.object(
                        "logDriver",
                        "awslogs",
                        "options",
                        Json.object(
                                "awslogs-group", app,
                                "awslogs-region", FakeAws.REGION,
                                "awslogs-stream-prefix", type)));
        if (type.equals("web")) {
            container.put("portMappings", List.of(Json.object("containerPort", state.ports.port(), "protocol", "tcp")));
        }
        return register(Json.text(Json.object(
                "family",
                app + "-" + type,
                "networkMode",
                "awsvpc",
                "requiresCompatibilities",
                List.of("FARGATE"),
                "cpu",
                "256",
                "memory",
                "512",
                "taskRoleArn",
                "arn:aws:iam::" + FakeAws.ACCOUNT + ":role/" + app + "-task",
                "executionRoleArn",
                "arn:aws:iam::" + FakeAws.ACCOUNT + ":role/" + app + "-execution",
                "containerDefinitions",
                List.of(container))));
    }

    /**
     * Makes a service whose tasks run at once.
     *
     * @param settings more of the input of CreateService, by its names
     */
    public void addService(
            String cluster,
            String name,
            String definition,
            int desired,
            Map<String, String> tags,
            Map<String, ?> settings) {
        synchronized (state) {
            addCluster(cluster);
            Cluster in = state.cluster(cluster);
            Instant now = state.settle();
            EcsService service = new EcsService(name, arn("service/" + cluster + "/" + name), in.arn, now);
            service.set("launchType", "FARGATE");
            service.set(
                    "networkConfiguration",
                    Json.tree(Map.of(
                            "awsvpcConfiguration",
                            Map.of(
                                    "subnets", List.of("subnet-0fake"),
                                    "securityGroups", List.of("sg-0fake"),
                                    "assignPublicIp", "DISABLED"))));
            settings.forEach((key, value) -> service.set(key, Json.tree(value)));
            service.tags.putAll(tags);
            service.desired = service.isDaemon() ? 1 : desired;
            service.roll(new Rollout(
                    state.definition(definition)
                            .orElseThrow(() -> new IllegalArgumentException("no task definition " + definition)),
                    now));
            in.services.put(name, service);
            state.scheduler().settleAtOnce(in, service, now);
        }
    }

    /**
     * Somebody deploys a revision, {@code family:revision}, and all tasks are replaced at once.
     *
     * @return the last part of the deployment's ARN
     */
    public String deploy(String name, String definition) {
        synchronized (state) {
            Instant now = state.settle();
            EcsService service = service(name);
            service.changes(now, Duration.ZERO);
            service.roll(new Rollout(
                    state.definition(definition)
                            .orElseThrow(() -> new IllegalArgumentException("no task definition " + definition)),
                    now));
            state.scheduler().settleAtOnce(state.cluster(service.cluster), service, now);
            return service.primary().id.replaceFirst("^ecs-svc/", "");
        }
    }

    /** The revision that a service runs, {@code family:revision}. */
    public String definition(String name) {
        synchronized (state) {
            TaskDefinition runs = service(name).primary().definition;
            return runs.family() + ":" + runs.revision();
        }
    }

    /** Somebody deletes a service with everything that runs of it. */
    public void deleteService(String name) {
        synchronized (state) {
            Instant now = state.settle();
            for (Cluster cluster : state.clusters.values()) {
                EcsService service = cluster.services.get(name);
                if (service != null) {
                    service.desired = 0;
                    state.scheduler().settleAtOnce(cluster, service, now);
                    cluster.services.remove(name);
                }
            }
        }
    }

    /** Somebody sets what a service is asked to run; it is there at once. */
    public void scaleByHand(String name, int desired) {
        synchronized (state) {
            Instant now = state.settle();
            EcsService service = service(name);
            service.changes(now, Duration.ZERO);
            service.desired = desired;
            state.scheduler().settleAtOnce(state.cluster(service.cluster), service, now);
        }
    }

    /** What the counted services of an app are asked to run, by process type. */
    public Map<String, Integer> desired(String app) {
        Map<String, Integer> desired = new TreeMap<>();
        synchronized (state) {
            servicesOf(app).forEach((type, service) -> {
                if (!service.isDaemon()) {
                    desired.put(type, service.desired);
                }
            });
        }
        return desired;
    }

    /** How many tasks of a service run now. */
    public int running(String service) {
        synchronized (state) {
            Instant now = state.settle();
            return (int) service(service).tasks.stream()
                    .filter(task -> task.isRunning(now))
                    .count();
        }
    }

    /** The ids of the tasks of no service that run or are about to. */
    public List<String> oneOffs(String cluster) {
        synchronized (state) {
            Instant now = state.settle();
            return state.cluster(cluster).tasks.values().stream()
                    .filter(task -> task.deployment == null && !task.status(now).equals("STOPPED"))
                    .map(task -> task.id)
                    .toList();
        }
    }

    /** How often a service of an app at 0 was asked to run through the API, the most of its services. */
    public int starts(String app) {
        synchronized (state) {
            return servicesOf(app).values().stream()
                    .mapToInt(service -> service.starts)
                    .max()
                    .orElse(0);
        }
    }

    /** The tags of a service. */
    public Map<String, String> tags(String service) {
        synchronized (state) {
            return new LinkedHashMap<>(service(service).tags);
        }
    }

    /** Tags a service past Pawse. */
    public void tag(String service, String key, String value) {
        synchronized (state) {
            service(service).tags.put(key, value);
        }
    }

    /** Takes a tag from a service past Pawse. */
    public void untag(String service, String key) {
        synchronized (state) {
            service(service).tags.remove(key);
        }
    }

    /** What happens to the tasks of a service that start from now on; null for nothing. */
    public void trouble(String service, @Nullable Trouble trouble) {
        synchronized (state) {
            service(service).trouble = trouble;
        }
    }

    /** Somebody lets a service scale by itself within limits. */
    public void addScalableTarget(String service, int min, int max) {
        synchronized (state) {
            scaling.register(resource(service), min, max);
        }
    }

    /** An alarm asks for more of a service. */
    public void scaleOut(String service) {
        synchronized (state) {
            scaling.scaleOut(resource(service), state.settle());
        }
    }

    /** A scalable target as {@code min/max/in/out/scheduled}, the last three 1 where suspended; empty where there is none. */
    public String scalableTarget(String service) {
        synchronized (state) {
            return scaling.target(resource(service))
                    .map(target -> target.min + "/" + target.max + "/" + (target.inSuspended ? 1 : 0) + "/"
                            + (target.outSuspended ? 1 : 0) + "/" + (target.scheduleSuspended ? 1 : 0))
                    .orElse("");
        }
    }

    /** Whether there is room for one-off tasks. */
    public void capacity(boolean there) {
        state.hasCapacity = there;
    }

    /** What a command is in all containers, in place of a process of this machine. */
    public void program(String name, TaskProgram program) {
        state.programs.put(name, program);
    }

    /** The port on which web processes listen. */
    public int containerPort() {
        return state.ports.port();
    }

    /** Where the tasks of a service answer. */
    public List<String> addresses(String service) {
        synchronized (state) {
            Instant now = state.settle();
            return service(service).tasks.stream()
                    .filter(task -> task.isWanted() && task.isRunning(now))
                    .map(task -> task.host() + ":" + task.port())
                    .toList();
        }
    }

    boolean exists(String service) {
        synchronized (state) {
            return state.allServices().anyMatch(one -> one.name.equals(service));
        }
    }

    Map<String, EcsService> servicesOf(String app) {
        Map<String, EcsService> services = new TreeMap<>();
        state.allServices()
                .filter(service -> service.name.startsWith(app + "-"))
                .filter(service -> app.equals(service.tags.getOrDefault("pawse:app", app)))
                .forEach(service -> services.put(service.name.substring(app.length() + 1), service));
        return services;
    }

    private EcsService service(String name) {
        return state.allServices()
                .filter(service -> service.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service " + name));
    }

    private String resource(String name) {
        EcsService service = service(name);
        return "service/" + EcsState.shortName(service.cluster) + "/" + name;
    }

    private static String arn(String resource) {
        return "arn:aws:ecs:" + FakeAws.REGION + ":" + FakeAws.ACCOUNT + ":" + resource;
    }
}
