package dev.pawse.ecs.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A service with its deployments, the newest first. Guarded by {@link EcsState}. */
final class EcsService {
    private static final int EVENTS = 100;

    final String name;
    final String arn;
    final String cluster;
    final Instant createdAt;
    final List<EcsTask> tasks = new ArrayList<>();
    final List<Rollout> deployments = new ArrayList<>();
    /** All deployments there were, the newest first. */
    final List<Rollout> history = new ArrayList<>();

    final Map<String, String> tags = new LinkedHashMap<>();

    private final List<Map<String, Object>> events = new ArrayList<>();
    /** What it was created and updated with, by the names of the API. */
    private final Map<String, Object> settings = new LinkedHashMap<>();

    String status = "ACTIVE";
    int desired;
    boolean quiet;

    @Nullable
    Trouble trouble;

    Instant nextStart = Instant.MIN;
    int failuresInARow;
    int starts;

    private @Nullable Map<String, Object> before;
    private Instant beforeUntil = Instant.MIN;

    EcsService(String name, String arn, String cluster, Instant createdAt) {
        this.name = name;
        this.arn = arn;
        this.cluster = cluster;
        this.createdAt = createdAt;
    }

    /** One deployment. Guarded as its service. */
    static final class Rollout {
        final String id = Ids.deployment();
        final TaskDefinition definition;
        final Instant createdAt;
        Instant updatedAt;
        String rollout = "IN_PROGRESS";
        String reason;
        int failed;

        /** The deployment that failed, when this one goes back. */
        @Nullable
        Rollout rollsBack;

        Rollout(TaskDefinition definition, Instant now) {
            this.definition = definition;
            createdAt = now;
            updatedAt = now;
            reason = "ECS deployment " + id + " in progress.";
        }

        void become(String state, String why, Instant now) {
            rollout = state;
            reason = why;
            updatedAt = now;
        }
    }

    /** Begins a deployment, in the place of the one before. */
    void roll(Rollout next) {
        deployments.add(0, next);
        history.add(0, next);
    }

    Rollout primary() {
        return deployments.get(0);
    }

    boolean isDaemon() {
        return "DAEMON".equals(settings.get("schedulingStrategy"));
    }

    @Nullable
    Object setting(String key) {
        return settings.get(key);
    }

    void set(String key, Object value) {
        settings.put(key, value);
    }

    String text(String key, String otherwise) {
        Object value = settings.get(key);
        return value instanceof JsonNode node ? node.asString(otherwise) : value == null ? otherwise : value.toString();
    }

    boolean flag(String key) {
        Object value = settings.get(key);
        return value instanceof JsonNode node ? node.asBoolean(false) : Boolean.TRUE.equals(value);
    }

    JsonNode tree(String key) {
        Object value = settings.get(key);
        return value instanceof JsonNode node ? node : Json.tree(value == null ? Map.of() : value);
    }

    List<EcsTask> tasks(Rollout of) {
        return tasks.stream().filter(task -> of.id.equals(task.deployment)).toList();
    }

    long running(Rollout of, Instant now) {
        return tasks(of).stream().filter(task -> task.isRunning(now)).count();
    }

    void event(Instant now, String text) {
        events.add(
                0,
                Json.object(
                        "id", Ids.task(),
                        "createdAt", Pace.seconds(now),
                        "message", "(service " + name + ") " + text));
        if (events.size() > EVENTS) {
            events.remove(EVENTS);
        }
    }

    /** Looks that follow within this time may tell what is so now. */
    void changes(Instant now, Duration stale) {
        quiet = false;
        if (!stale.isZero() && !now.isBefore(beforeUntil)) {
            before = json(now);
            beforeUntil = now.plus(stale);
        }
    }

    /** What a look tells, which may be old. */
    Map<String, Object> look(Instant now, boolean withTags) {
        Map<String, Object> old = before;
        Map<String, Object> seen = old != null && now.isBefore(beforeUntil) ? new LinkedHashMap<>(old) : json(now);
        if (!withTags) {
            seen.remove("tags");
        }
        return seen;
    }

    /** What is so. */
    Map<String, Object> json(Instant now) {
        Map<String, Object> json = Json.object(
                "serviceArn",
                arn,
                "serviceName",
                name,
                "clusterArn",
                cluster,
                "status",
                status,
                "desiredCount",
                desired,
                "runningCount",
                tasks.stream().filter(task -> task.isRunning(now)).count(),
                "pendingCount",
                tasks.stream().filter(task -> isPending(task, now)).count(),
                "taskDefinition",
                primary().definition.arn(),
                "createdAt",
                Pace.seconds(createdAt),
                "schedulingStrategy",
                "REPLICA",
                "deploymentController",
                Json.object("type", "ECS"),
                "propagateTags",
                "NONE",
                "enableECSManagedTags",
                false,
                "enableExecuteCommand",
                false,
                "loadBalancers",
                List.of(),
                "serviceRegistries",
                List.of());
        json.putAll(settings);
        json.put("events", List.copyOf(events));
        json.put("deployments", deployments.stream().map(one -> json(one, now)).toList());
        json.put("tags", Tags.json(tags));
        return json;
    }

    private Map<String, Object> json(Rollout one, Instant now) {
        boolean primary = one == primary();
        Map<String, Object> json = Json.object(
                "id",
                one.id,
                "status",
                primary ? "PRIMARY" : "ACTIVE",
                "taskDefinition",
                one.definition.arn(),
                "desiredCount",
                primary
                        ? desired
                        : tasks(one).stream().filter(EcsTask::isWanted).count(),
                "runningCount",
                running(one, now),
                "pendingCount",
                tasks(one).stream().filter(task -> isPending(task, now)).count(),
                "failedTasks",
                one.failed,
                "createdAt",
                Pace.seconds(one.createdAt),
                "updatedAt",
                Pace.seconds(one.updatedAt),
                "rolloutState",
                one.rollout,
                "rolloutStateReason",
                one.reason);
        for (String key :
                List.of("launchType", "capacityProviderStrategy", "networkConfiguration", "platformVersion")) {
            Object value = settings.get(key);
            if (value != null) {
                json.put(key, value);
            }
        }
        return json;
    }

    private static boolean isPending(EcsTask task, Instant now) {
        return task.isWanted()
                && List.of("PROVISIONING", "PENDING", "ACTIVATING").contains(task.status(now));
    }
}
