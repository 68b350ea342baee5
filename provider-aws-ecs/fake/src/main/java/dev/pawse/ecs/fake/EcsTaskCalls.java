package dev.pawse.ecs.fake;

import dev.pawse.ecs.fake.EcsState.Cluster;
import dev.pawse.testkit.ApiReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The operations of tasks. Guarded by {@link EcsState}. */
final class EcsTaskCalls {
    private static final int MOST_DESCRIBED = 100;
    private static final int MOST_RUN = 10;
    private static final int LONGEST_TOKEN = 64;
    private static final String DISABLED =
            "The execute command failed because execute command was not enabled when the task was run or the execute"
                    + " command agent isn't running. Wait and try again or run a new task with execute command enabled"
                    + " and try again.";

    private final EcsState state;
    private final ExecSessions sessions;
    private final Map<String, Remembered> tokens = new HashMap<>();

    EcsTaskCalls(EcsState state, ExecSessions sessions) {
        this.state = state;
        this.sessions = sessions;
    }

    private record Remembered(JsonNode input, List<EcsTask> tasks) {}

    ApiReply list(AwsCall call, Instant now) {
        String name = EcsState.shortName(call.text("cluster", "default"));
        call.authorize("ecs:ListTasks", "*", EcsServiceCalls.condition(call, name));
        Cluster cluster = state.cluster(name);
        String startedBy = call.text("startedBy", "");
        String service = call.text("serviceName", "");
        String family = call.text("family", "");
        String launchType = call.text("launchType", "");
        if (!startedBy.isEmpty() && !(service + family + launchType).isEmpty()) {
            throw AwsCall.invalid("startedBy must be the only filter.");
        }
        if (!service.isEmpty() && state.service(cluster, service).isEmpty()) {
            throw new Refusal("ServiceNotFoundException", "Service not found.");
        }
        String desired = call.text("desiredStatus", "RUNNING");
        if (!Set.of("RUNNING", "PENDING", "STOPPED").contains(desired)) {
            throw AwsCall.invalid("desiredStatus must be RUNNING, PENDING or STOPPED.");
        }
        List<String> arns = cluster.tasks.values().stream()
                .filter(task -> isVisible(task, now))
                .filter(task -> desired.equals(task.isWanted() ? "RUNNING" : "STOPPED"))
                .filter(task -> startedBy.isEmpty() || startedBy.equals(task.plan.startedBy()))
                .filter(task -> service.isEmpty() || task.plan.group().equals("service:" + EcsState.shortName(service)))
                .filter(task ->
                        family.isEmpty() || task.plan.definition().family().equals(family))
                .filter(task -> launchType.isEmpty() || task.plan.launchType().equals(launchType))
                .map(task -> task.arn)
                .toList();
        var page = Paging.page(arns, EcsApi.pageSize(call, 100), call.text("nextToken"), EcsApi.invalidToken());
        return call.reply("taskArns", page.items(), "nextToken", page.next());
    }

    ApiReply describe(AwsCall call, Instant now) {
        List<String> ids = call.texts("tasks");
        if (ids.isEmpty()) {
            throw AwsCall.invalid("Tasks cannot be empty.");
        }
        if (ids.size() > MOST_DESCRIBED) {
            throw AwsCall.invalid("Tasks cannot have more than 100 elements.");
        }
        String name = EcsState.shortName(call.text("cluster", "default"));
        boolean withTags = call.texts("include").contains("TAGS");
        List<Map<String, Object>> found = new ArrayList<>();
        List<Map<String, Object>> missing = new ArrayList<>();
        for (String id : ids) {
            String arn = call.arn("ecs", "task/" + name + "/" + EcsState.shortName(id));
            call.authorize("ecs:DescribeTasks", arn, EcsServiceCalls.condition(call, name));
            state.task(state.cluster(name), id)
                    .filter(task -> isVisible(task, now))
                    .ifPresentOrElse(
                            task -> found.add(task.json(now, withTags)),
                            () -> missing.add(Json.object("arn", arn, "reason", "MISSING")));
        }
        return call.reply("tasks", found, "failures", missing);
    }

    ApiReply run(AwsCall call, Instant now) {
        Cluster cluster = state.cluster(call.text("cluster"));
        TaskDefinition definition = state.definition(call.required("taskDefinition"))
                .orElseThrow(() -> new Refusal("ClientException", "TaskDefinition not found."));
        Map<String, String> condition = EcsServiceCalls.condition(call, cluster.name);
        call.authorize("ecs:RunTask", definition.arn(), condition);
        for (String role : definition.roles()) {
            call.authorize("iam:PassRole", role, Map.of("iam:PassedToService", "ecs-tasks.amazonaws.com"));
        }
        Map<String, String> tags = Tags.read(call.input().path("tags"));
        if (!tags.isEmpty()) {
            call.authorize(
                    "ecs:TagResource",
                    call.arn("ecs", "task/" + cluster.name + "/*"),
                    Map.of("ecs:CreateAction", "RunTask", "ecs:cluster", cluster.arn));
        }
        int count = checkedCount(call, definition);
        String token = call.text("clientToken", "");
        if (token.length() > LONGEST_TOKEN) {
            throw AwsCall.invalid("clientToken can have up to 64 characters.");
        }
        Remembered before = token.isEmpty() ? null : tokens.get(token);
        if (before != null) {
            if (!before.input().equals(call.input())) {
                throw new Refusal("ConflictException", "The client token was used with other parameters.");
            }
            return reply(call, before.tasks(), now);
        }
        if (!state.hasCapacity) {
            return call.reply(
                    "tasks",
                    List.of(),
                    "failures",
                    List.of(Json.object(
                            "reason",
                            "Capacity is unavailable at this time. Please try again later or in a different"
                                    + " availability zone")));
        }
        String provider = call.input()
                .path("capacityProviderStrategy")
                .path(0)
                .path("capacityProvider")
                .asString("");
        EcsTask.Plan plan = new EcsTask.Plan(
                cluster.arn,
                definition,
                call.text("group", "family:" + definition.family()),
                call.text("startedBy"),
                call.text("launchType", provider.startsWith("FARGATE") ? "FARGATE" : "EC2"),
                provider.isEmpty() ? null : provider,
                call.input().path("overrides"),
                tags,
                call.flag("enableExecuteCommand"));
        List<EcsTask> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(state.scheduler().run(cluster, plan, now));
        }
        if (!token.isEmpty()) {
            tokens.put(token, new Remembered(call.input(), made));
        }
        state.settle();
        return reply(call, made, now);
    }

    private static int checkedCount(AwsCall call, TaskDefinition definition) {
        int count = call.number("count", 1);
        if (count < 1 || count > MOST_RUN) {
            throw AwsCall.invalid("count must be between 1 and 10.");
        }
        String startedBy = call.text("startedBy", "");
        if (!startedBy.matches("[A-Za-z0-9/_-]{0,128}")) {
            throw AwsCall.invalid("startedBy can have up to 128 letters, numbers, hyphens, slashes and underscores.");
        }
        boolean placed = call.input().path("networkConfiguration").has("awsvpcConfiguration");
        if (definition.networkMode().equals("awsvpc") && !placed) {
            throw AwsCall.invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        }
        for (JsonNode override : call.input().path("overrides").path("containerOverrides")) {
            String name = override.path("name").asString("");
            if (definition.container(name).isEmpty()) {
                throw AwsCall.invalid(
                        "Override for container named " + name + " is not a container in the TaskDefinition.");
            }
        }
        return count;
    }

    private static ApiReply reply(AwsCall call, List<EcsTask> tasks, Instant now) {
        return call.reply(
                "tasks", tasks.stream().map(task -> task.json(now, true)).toList(), "failures", List.of());
    }

    ApiReply stop(AwsCall call, Instant now) {
        Cluster cluster = state.cluster(call.text("cluster"));
        String id = EcsState.shortName(call.required("task"));
        call.authorize(
                "ecs:StopTask",
                call.arn("ecs", "task/" + cluster.name + "/" + id),
                EcsServiceCalls.condition(call, cluster.name));
        EcsTask task = state.task(cluster, id).orElseThrow(() -> AwsCall.invalid("The referenced task was not found."));
        task.stop(now, state.pace.stop(), "UserInitiated", call.text("reason", "Task stopped by user"));
        state.scheduler().release(task);
        state.settle();
        sessions.ended(target(cluster, task));
        return call.reply("task", task.json(now, true));
    }

    ApiReply execute(AwsCall call, Instant now) {
        String id = EcsState.shortName(call.required("task"));
        Cluster cluster = state.cluster(call.text("cluster"));
        String arn = call.arn("ecs", "task/" + cluster.name + "/" + id);
        EcsTask task = state.task(cluster, id).orElseThrow(() -> AwsCall.invalid("The referenced task was not found."));
        String container = call.text(
                "container", task.plan.definition().mainContainer().path("name").asString(""));
        Map<String, String> condition = new LinkedHashMap<>(EcsServiceCalls.condition(call, cluster.name));
        condition.put("ecs:task", arn);
        condition.put("ecs:container-name", container);
        call.authorize("ecs:ExecuteCommand", arn, condition);
        call.authorize("ecs:ExecuteCommand", cluster.arn, condition);
        String command = call.required("command");
        if (!call.flag("interactive")) {
            throw AwsCall.invalid("Interactive is the only mode supported currently.");
        }
        if (task.plan.definition().container(container).isEmpty()) {
            throw AwsCall.invalid("The container " + container + " is not in the task.");
        }
        if (!task.isRunning(now) || !task.plan.canExecute()) {
            throw AwsCall.invalid(DISABLED);
        }
        if (!task.agentRuns(now)) {
            throw new Refusal(
                    "TargetNotConnectedException",
                    "The execute command failed due to an internal error. Try again later.");
        }
        Map<String, String> environment = new LinkedHashMap<>(Scheduler.environment(task));
        environment.putIfAbsent("PATH", state.folder + ":/usr/local/bin:/usr/bin:/bin");
        ExecSessions.Opened session = sessions.open(target(cluster, task), command, environment);
        return call.reply(
                "clusterArn",
                cluster.arn,
                "taskArn",
                task.arn,
                "containerName",
                container,
                "containerArn",
                task.arn.replace(":task/", ":container/") + "/" + container,
                "interactive",
                true,
                "session",
                Json.object(
                        "sessionId", session.sessionId(),
                        "streamUrl", session.streamUrl(),
                        "tokenValue", session.token()));
    }

    ApiReply describeMachines(AwsCall call) {
        Cluster cluster = state.cluster(call.text("cluster"));
        List<String> ids = call.texts("containerInstances");
        if (ids.isEmpty()) {
            throw AwsCall.invalid("Container instances cannot be empty.");
        }
        if (ids.size() > MOST_DESCRIBED) {
            throw AwsCall.invalid("instanceIds can have at most 100 items.");
        }
        List<Map<String, Object>> found = new ArrayList<>();
        List<Map<String, Object>> missing = new ArrayList<>();
        for (String id : ids) {
            String arn = call.arn("ecs", "container-instance/" + cluster.name + "/" + EcsState.shortName(id));
            call.authorize("ecs:DescribeContainerInstances", arn, EcsServiceCalls.condition(call, cluster.name));
            state.machines
                    .byArn(arn)
                    .ifPresentOrElse(
                            machine -> found.add(Json.object(
                                    "containerInstanceArn",
                                    arn,
                                    "ec2InstanceId",
                                    machine.instanceId,
                                    "status",
                                    "ACTIVE",
                                    "agentConnected",
                                    true)),
                            () -> missing.add(Json.object("arn", arn, "reason", "MISSING")));
        }
        return call.reply("containerInstances", found, "failures", missing);
    }

    private boolean isVisible(EcsTask task, Instant now) {
        return !now.isBefore(task.createdAt.plus(state.pace.stale()));
    }

    private static String target(Cluster cluster, EcsTask task) {
        return "ecs:" + cluster.name + "_" + task.id + "_" + task.runtimeId;
    }
}
