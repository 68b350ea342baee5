package dev.pawse.ecs.fake;

import dev.pawse.ecs.fake.Machines.Machine;
import dev.pawse.ecs.fake.TaskPorts.Listener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A task, whose status follows from the time. Guarded by {@link EcsState}. */
final class EcsTask {
    /** What a task is made of. */
    record Plan(
            String cluster,
            TaskDefinition definition,
            String group,
            @Nullable String startedBy,
            String launchType,
            @Nullable String capacityProvider,
            JsonNode overrides,
            Map<String, String> tags,
            boolean canExecute) {}

    final String id = Ids.task();
    final String arn;
    final Plan plan;
    final String address;
    final Instant createdAt;
    final @Nullable String deployment;
    final @Nullable Trouble trouble;
    final Map<String, String> tags;
    final String runtimeId = id + "-" + Ids.hex(10);

    private final Duration boot;
    private final String interfaceId = "eni-" + Ids.hex(17);
    private @Nullable Instant stopAsked;
    private Duration stopTakes = Duration.ZERO;
    private boolean ranBeforeStop;
    private @Nullable String stopCode;
    private @Nullable String stoppedReason;
    private @Nullable Integer exitCode;

    @Nullable
    Listener listener;

    @Nullable
    ContainerProcess process;

    /** Whose network it has, where it has none of its own. */
    @Nullable
    Machine machine;

    boolean ran;
    boolean over;

    EcsTask(
            String arnPrefix,
            Plan plan,
            String address,
            Instant now,
            Duration boot,
            @Nullable String deployment,
            @Nullable Trouble trouble) {
        this.plan = plan;
        this.address = address;
        this.deployment = deployment;
        this.trouble = trouble;
        this.boot = boot;
        arn = arnPrefix + id;
        createdAt = now;
        tags = new LinkedHashMap<>(plan.tags());
    }

    /** The address at which it listens. */
    String host() {
        return machine == null ? address : machine.address;
    }

    /** The port at which it listens; 0 while it does not. */
    int port() {
        return listener == null ? 0 : listener.port();
    }

    boolean isWanted() {
        return stopAsked == null;
    }

    /** Whether time changes nothing of it. */
    boolean isQuiet() {
        return over || (ran && stopAsked == null && trouble == null);
    }

    boolean isRunning(Instant now) {
        return status(now).equals("RUNNING");
    }

    Instant runningAt() {
        return createdAt.plus(boot);
    }

    @Nullable
    Instant stoppedAt() {
        return stopAsked == null ? null : stopAsked.plus(stopTakes);
    }

    @Nullable
    Integer exitCode() {
        return exitCode;
    }

    @Nullable
    String stopCode() {
        return stopCode;
    }

    void stop(Instant now, Duration takes, String code, String reason) {
        if (stopAsked == null) {
            ranBeforeStop = !now.isBefore(runningAt());
            stopAsked = now;
            stopTakes = takes;
            stopCode = code;
            stoppedReason = reason;
        }
    }

    /** It has stopped by now, whether or not it was about to. */
    void end(Instant now, String code, String reason) {
        stop(now, Duration.ZERO, code, reason);
        if (stopAsked != null && stopAsked.plus(stopTakes).isAfter(now)) {
            stopTakes = Duration.between(stopAsked, now);
        }
    }

    /** Its container ended. */
    void exited(Instant now, Duration takes, int code) {
        exitCode = code;
        stop(now, takes, "EssentialContainerExited", "Essential container in task exited");
    }

    String status(Instant now) {
        if (stopAsked != null) {
            double part = part(stopAsked, stopTakes, now);
            if (part >= 1) {
                return "STOPPED";
            }
            if (!ranBeforeStop) {
                return part < 0.5 ? "PENDING" : "DEPROVISIONING";
            }
            return part < 0.4 ? "RUNNING" : part < 0.6 ? "DEACTIVATING" : part < 0.8 ? "STOPPING" : "DEPROVISIONING";
        }
        double part = part(createdAt, boot, now);
        return part >= 1 ? "RUNNING" : part < 0.3 ? "PROVISIONING" : part < 0.7 ? "PENDING" : "ACTIVATING";
    }

    /** Whether its containers still answer while it stops. */
    boolean answers(Instant now) {
        return ran && List.of("RUNNING", "DEACTIVATING").contains(status(now));
    }

    String health(Instant now) {
        boolean checked = plan.definition().containers().stream().anyMatch(one -> one.has("healthCheck"));
        boolean checkedLongEnough = !now.isBefore(runningAt().plus(boot.dividedBy(4)));
        return checked && checkedLongEnough && isRunning(now) ? "HEALTHY" : "UNKNOWN";
    }

    Map<String, Object> json(Instant now, boolean withTags) {
        String status = status(now);
        boolean awsvpc = plan.definition().networkMode().equals("awsvpc");
        Instant stopped = stoppedAt();
        boolean isStopped = status.equals("STOPPED");
        Map<String, Object> json = Json.object(
                "taskArn",
                arn,
                "clusterArn",
                plan.cluster(),
                "taskDefinitionArn",
                plan.definition().arn(),
                "group",
                plan.group(),
                "startedBy",
                plan.startedBy(),
                "launchType",
                plan.launchType(),
                "containerInstanceArn",
                machine == null ? null : machine.arn,
                "capacityProviderName",
                plan.capacityProvider(),
                "lastStatus",
                status,
                "desiredStatus",
                isWanted() ? "RUNNING" : "STOPPED",
                "healthStatus",
                health(now),
                "connectivity",
                "CONNECTED",
                "availabilityZone",
                "eu-central-1a",
                "cpu",
                plan.definition().size("cpu"),
                "memory",
                plan.definition().size("memory"),
                "enableExecuteCommand",
                plan.canExecute(),
                "createdAt",
                Pace.seconds(createdAt),
                "startedAt",
                ran ? Pace.seconds(runningAt()) : null,
                "stoppingAt",
                stopAsked == null ? null : Pace.seconds(stopAsked),
                "stoppedAt",
                isStopped && stopped != null ? Pace.seconds(stopped) : null,
                "stopCode",
                stopCode,
                "stoppedReason",
                stoppedReason,
                "version",
                1,
                "overrides",
                plan.overrides());
        if (awsvpc) {
            json.put("attachments", List.of(attachment(status)));
        }
        List<Map<String, Object>> containers = new ArrayList<>();
        for (JsonNode container : plan.definition().containers()) {
            containers.add(container(container, status, awsvpc, now));
        }
        json.put("containers", containers);
        json.put("tags", withTags ? Tags.json(tags) : List.of());
        return json;
    }

    private Map<String, Object> attachment(String status) {
        boolean attached = !status.equals("PROVISIONING");
        List<Map<String, Object>> details = new ArrayList<>();
        details.add(Json.object("name", "subnetId", "value", "subnet-0fake"));
        if (attached) {
            details.add(Json.object("name", "networkInterfaceId", "value", interfaceId));
            details.add(Json.object("name", "privateIPv4Address", "value", address));
        }
        return Json.object(
                "id",
                interfaceId.replace("eni-", "attachment-"),
                "type",
                "ElasticNetworkInterface",
                "status",
                status.equals("STOPPED") ? "DELETED" : attached ? "ATTACHED" : "PRECREATED",
                "details",
                details);
    }

    private Map<String, Object> container(JsonNode container, String status, boolean awsvpc, Instant now) {
        String name = container.path("name").asString("");
        boolean isStopped = status.equals("STOPPED");
        boolean failed = "TaskFailedToStart".equals(stopCode);
        boolean main = plan.definition().mainContainer().equals(container);
        Map<String, Object> json = Json.object(
                "containerArn", arn.replace(":task/", ":container/") + "/" + name,
                "taskArn", arn,
                "name", name,
                "image", container.path("image").asString(""),
                "lastStatus", isStopped ? "STOPPED" : status.equals("RUNNING") ? "RUNNING" : "PENDING",
                "healthStatus", container.has("healthCheck") ? health(now) : "UNKNOWN",
                "runtimeId", ran ? runtimeId : null,
                "exitCode", isStopped && !failed ? (main && exitCode != null ? exitCode : Integer.valueOf(0)) : null,
                "reason", isStopped && failed && main ? stoppedReason : null,
                "networkInterfaces",
                        awsvpc && ran
                                ? List.of(Json.object(
                                        "attachmentId",
                                        interfaceId.replace("eni-", "attachment-"),
                                        "privateIpv4Address",
                                        address))
                                : List.of(),
                "networkBindings", bindings(container));
        if (plan.canExecute()) {
            json.put(
                    "managedAgents",
                    List.of(Json.object(
                            "name",
                            "ExecuteCommandAgent",
                            "lastStatus",
                            agentStatus(status, now),
                            "lastStartedAt",
                            agentRuns(now) ? Pace.seconds(runningAt()) : null)));
        }
        return json;
    }

    /** What Docker maps to the machine, which is nothing where a container has the machine's own network. */
    private List<Map<String, Object>> bindings(JsonNode container) {
        boolean mapped = plan.definition().networkMode().equals("bridge") && port() > 0;
        int inside =
                container.path("portMappings").path(0).path("containerPort").asInt(0);
        return mapped && inside > 0
                ? List.of(Json.object(
                        "bindIP", "0.0.0.0", "containerPort", inside, "hostPort", port(), "protocol", "tcp"))
                : List.of();
    }

    /** The agent for commands comes up a little after the task. */
    boolean agentRuns(Instant now) {
        return (trouble == null || trouble.kind() != Trouble.Kind.NO_AGENT)
                && isRunning(now)
                && !now.isBefore(runningAt().plus(boot.dividedBy(4)));
    }

    private String agentStatus(String status, Instant now) {
        return status.equals("STOPPED") ? "STOPPED" : agentRuns(now) ? "RUNNING" : "PENDING";
    }

    private static double part(Instant from, Duration whole, Instant now) {
        return whole.isZero() || !now.isBefore(from.plus(whole))
                ? 1
                : (double) Duration.between(from, now).toNanos() / whole.toNanos();
    }
}
