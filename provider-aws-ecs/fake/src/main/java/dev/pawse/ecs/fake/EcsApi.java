package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ECS: what concerns clusters and tags, and the way to everything else. */
final class EcsApi implements AwsService {
    private static final int MOST_CLUSTERS = 100;

    private final EcsState state;
    private final EcsServiceCalls services;
    private final EcsTaskCalls tasks;
    private final EcsDefinitionCalls definitions;
    private final EcsRolloutCalls rollouts;

    /** @param sessions opens what ExecuteCommand asks for */
    EcsApi(EcsState state, ExecSessions sessions) {
        this.state = state;
        services = new EcsServiceCalls(state);
        tasks = new EcsTaskCalls(state, sessions);
        definitions = new EcsDefinitionCalls(state);
        rollouts = new EcsRolloutCalls(state);
    }

    @Override
    public String name() {
        return "ecs";
    }

    @Override
    public ApiReply answer(AwsCall call) {
        synchronized (state) {
            Instant now = state.settle();
            return switch (call.operation()) {
                case "ListClusters" -> listClusters(call);
                case "DescribeClusters" -> describeClusters(call);
                case "CreateCluster" -> createCluster(call);
                case "TagResource" -> tag(call, now);
                case "UntagResource" -> untag(call, now);
                case "ListTagsForResource" -> listTags(call);
                case "ListServices" -> services.list(call);
                case "DescribeServices" -> services.describe(call, now);
                case "CreateService" -> services.create(call, now);
                case "UpdateService" -> services.update(call, now);
                case "DeleteService" -> services.delete(call, now);
                case "ListServiceDeployments" -> rollouts.list(call);
                case "DescribeServiceDeployments" -> rollouts.describe(call, now);
                case "DescribeServiceRevisions" -> rollouts.revisions(call);
                case "ListTasks" -> tasks.list(call, now);
                case "DescribeTasks" -> tasks.describe(call, now);
                case "RunTask" -> tasks.run(call, now);
                case "StopTask" -> tasks.stop(call, now);
                case "ExecuteCommand" -> tasks.execute(call, now);
                case "DescribeContainerInstances" -> tasks.describeMachines(call);
                case "RegisterTaskDefinition" -> definitions.register(call, now);
                case "DescribeTaskDefinition" -> definitions.describe(call);
                case "ListTaskDefinitions" -> definitions.list(call);
                case "DeregisterTaskDefinition" -> definitions.deregister(call);
                default -> throw call.unknownOperation();
            };
        }
    }

    private ApiReply listClusters(AwsCall call) {
        call.authorize("ecs:ListClusters", "*");
        List<String> arns = state.clusters.values().stream().map(one -> one.arn).toList();
        var page = Paging.page(arns, pageSize(call, 100), call.text("nextToken"), invalidToken());
        return call.reply("clusterArns", page.items(), "nextToken", page.next());
    }

    private ApiReply describeClusters(AwsCall call) {
        List<String> names = call.input().has("clusters") ? call.texts("clusters") : List.of("default");
        if (names.size() > MOST_CLUSTERS) {
            throw AwsCall.invalid("Clusters cannot have more than 100 elements.");
        }
        List<Map<String, Object>> found = new ArrayList<>();
        List<Map<String, Object>> missing = new ArrayList<>();
        for (String name : names) {
            call.authorize("ecs:DescribeClusters", call.arn("ecs", "cluster/" + EcsState.shortName(name)));
            EcsState.Cluster cluster = state.clusters.get(EcsState.shortName(name));
            if (cluster == null) {
                missing.add(Json.object("arn", name, "reason", "MISSING"));
            } else {
                found.add(Json.object(
                        "clusterArn",
                        cluster.arn,
                        "clusterName",
                        cluster.name,
                        "status",
                        "ACTIVE",
                        "activeServicesCount",
                        cluster.services.size()));
            }
        }
        return call.reply("clusters", found, "failures", missing);
    }

    private ApiReply createCluster(AwsCall call) {
        String name = call.text("clusterName", "default");
        call.authorize("ecs:CreateCluster", "*");
        EcsState.Cluster cluster = state.clusters.computeIfAbsent(
                name, any -> new EcsState.Cluster(name, call.arn("ecs", "cluster/" + name)));
        return call.reply("cluster", Json.object("clusterArn", cluster.arn, "clusterName", name, "status", "ACTIVE"));
    }

    private ApiReply tag(AwsCall call, Instant now) {
        String arn = call.required("resourceArn");
        call.authorize("ecs:TagResource", arn);
        Map<String, String> given = Tags.read(call.input().path("tags"));
        Map<String, String> tags = tagged(arn, now);
        Map<String, String> merged = new LinkedHashMap<>(tags);
        merged.putAll(given);
        if (merged.size() > 50) {
            throw AwsCall.invalid("The maximum number of tags per resource is 50.");
        }
        tags.putAll(given);
        return call.reply();
    }

    private ApiReply untag(AwsCall call, Instant now) {
        String arn = call.required("resourceArn");
        call.authorize("ecs:UntagResource", arn);
        tagged(arn, now).keySet().removeAll(call.texts("tagKeys"));
        return call.reply();
    }

    private ApiReply listTags(AwsCall call) {
        String arn = call.required("resourceArn");
        call.authorize("ecs:ListTagsForResource", arn);
        return call.reply("tags", Tags.json(tagged(arn, Instant.MAX)));
    }

    /**
     * The tags of a resource, to be read or changed.
     *
     * @param now when they change, or the end of time when they do not
     */
    private Map<String, String> tagged(String arn, Instant now) {
        String[] parts = arn.split("[:/]", -1);
        String kind = parts.length > 5 ? parts[5] : "";
        if (kind.equals("service") && parts.length == 8) {
            EcsService service = state.service(state.cluster(parts[6]), parts[7])
                    .orElseThrow(() -> AwsCall.invalid("The specified service is inactive or not found."));
            if (!now.equals(Instant.MAX)) {
                service.changes(now, state.pace.stale());
            }
            return service.tags;
        }
        if (kind.equals("task") && parts.length == 8) {
            return state.task(state.cluster(parts[6]), parts[7])
                    .orElseThrow(() -> AwsCall.invalid("The specified task is not found."))
                    .tags;
        }
        if (kind.equals("cluster") && parts.length == 7) {
            return state.cluster(parts[6]).tags;
        }
        throw AwsCall.invalid("Invalid arn syntax.");
    }

    /** @throws Refusal when a page is asked to be smaller or larger than the API allows */
    static int pageSize(AwsCall call, int usual) {
        int size = call.number("maxResults", usual);
        if (size < 1 || size > 100) {
            throw AwsCall.invalid("maxResults must be between 1 and 100.");
        }
        return size;
    }

    static Refusal invalidToken() {
        return AwsCall.invalid("Invalid token.");
    }
}
