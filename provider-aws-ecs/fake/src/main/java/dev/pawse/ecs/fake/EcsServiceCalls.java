package dev.pawse.ecs.fake;

import dev.pawse.ecs.fake.EcsService.Rollout;
import dev.pawse.ecs.fake.EcsState.Cluster;
import dev.pawse.testkit.ApiReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The operations of services. Guarded by {@link EcsState}. */
final class EcsServiceCalls {
    private static final int USUAL_PAGE = 10;
    private static final int MOST_DESCRIBED = 10;
    /** What a service keeps of what it is created and updated with. */
    private static final List<String> SETTINGS = List.of(
            "launchType",
            "capacityProviderStrategy",
            "platformVersion",
            "networkConfiguration",
            "deploymentConfiguration",
            "deploymentController",
            "schedulingStrategy",
            "loadBalancers",
            "serviceRegistries",
            "propagateTags",
            "enableECSManagedTags",
            "enableExecuteCommand",
            "healthCheckGracePeriodSeconds");
    /** What cannot change without new tasks. */
    private static final Set<String> ROLLING = Set.of(
            "capacityProviderStrategy",
            "platformVersion",
            "networkConfiguration",
            "loadBalancers",
            "serviceRegistries",
            "propagateTags");

    private final EcsState state;

    EcsServiceCalls(EcsState state) {
        this.state = state;
    }

    ApiReply list(AwsCall call) {
        Cluster cluster = cluster(call, "ecs:ListServices");
        String launchType = call.text("launchType", "");
        String strategy = call.text("schedulingStrategy", "");
        List<String> arns = cluster.services.values().stream()
                .filter(one -> !one.status.equals("INACTIVE"))
                .filter(one -> launchType.isEmpty()
                        || one.text("launchType", "FARGATE").equals(launchType))
                .filter(one -> strategy.isEmpty()
                        || one.text("schedulingStrategy", "REPLICA").equals(strategy))
                .map(one -> one.arn)
                .toList();
        var page = Paging.page(arns, EcsApi.pageSize(call, USUAL_PAGE), call.text("nextToken"), EcsApi.invalidToken());
        return call.reply("serviceArns", page.items(), "nextToken", page.next());
    }

    ApiReply describe(AwsCall call, Instant now) {
        List<String> names = call.texts("services");
        if (names.isEmpty()) {
            throw AwsCall.invalid("Services cannot be empty.");
        }
        if (names.size() > MOST_DESCRIBED) {
            throw AwsCall.invalid("Services cannot have more than 10 elements.");
        }
        boolean withTags = call.texts("include").contains("TAGS");
        String clusterName = EcsState.shortName(call.text("cluster", "default"));
        List<Map<String, Object>> found = new ArrayList<>();
        List<Map<String, Object>> missing = new ArrayList<>();
        for (String name : names) {
            String arn = call.arn("ecs", "service/" + clusterName + "/" + EcsState.shortName(name));
            call.authorize("ecs:DescribeServices", arn, condition(call, clusterName));
            state.service(state.cluster(clusterName), name)
                    .ifPresentOrElse(
                            service -> found.add(service.look(now, withTags)),
                            () -> missing.add(Json.object("arn", arn, "reason", "MISSING")));
        }
        return call.reply("services", found, "failures", missing);
    }

    ApiReply create(AwsCall call, Instant now) {
        String name = call.required("serviceName");
        Cluster cluster = state.cluster(call.text("cluster"));
        String arn = call.arn("ecs", "service/" + cluster.name + "/" + name);
        call.authorize("ecs:CreateService", arn, condition(call, cluster.name));
        if (state.service(cluster, name)
                .filter(old -> !old.status.equals("INACTIVE"))
                .isPresent()) {
            throw AwsCall.invalid("Creation of service was not idempotent.");
        }
        TaskDefinition definition = state.definition(call.required("taskDefinition"))
                .orElseThrow(() -> new Refusal("ClientException", "TaskDefinition not found."));
        EcsService service = new EcsService(name, arn, cluster.arn, now);
        keep(service, call.input());
        service.tags.putAll(Tags.read(call.input().path("tags")));
        service.desired = service.isDaemon() ? 1 : call.number("desiredCount", 0);
        service.roll(new Rollout(definition, now));
        cluster.services.put(name, service);
        return call.reply("service", service.json(now));
    }

    ApiReply update(AwsCall call, Instant now) {
        Cluster cluster = state.cluster(call.text("cluster"));
        String name = EcsState.shortName(call.required("service"));
        String arn = call.arn("ecs", "service/" + cluster.name + "/" + name);
        call.authorize("ecs:UpdateService", arn, condition(call, cluster.name));
        EcsService service = state.service(cluster, name)
                .orElseThrow(() -> new Refusal("ServiceNotFoundException", "Service not found."));
        if (!service.status.equals("ACTIVE")) {
            throw new Refusal("ServiceNotActiveException", "Service was not ACTIVE.");
        }
        boolean counted = call.input().has("desiredCount");
        int desired = call.number("desiredCount", 0);
        if (counted && service.isDaemon()) {
            throw AwsCall.invalid("The daemon scheduling strategy does not support a desired count. Remove the desired"
                    + " count value and try again");
        }
        if (desired < 0) {
            throw AwsCall.invalid("desiredCount cannot be negative.");
        }
        boolean rolls = call.flag("forceNewDeployment")
                || ROLLING.stream().anyMatch(key -> call.input().has(key));
        TaskDefinition definition = service.primary().definition;
        if (call.input().has("taskDefinition")) {
            definition = state.definition(call.required("taskDefinition"))
                    .orElseThrow(() -> new Refusal("ClientException", "TaskDefinition not found."));
            rolls |= !definition.arn().equals(service.primary().definition.arn());
        }
        service.changes(now, state.pace.stale());
        keep(service, call.input());
        if (counted) {
            setDesired(service, desired, now);
        }
        if (rolls) {
            service.roll(new Rollout(definition, now));
            service.nextStart = Instant.MIN;
            service.failuresInARow = 0;
        }
        state.settle();
        return call.reply("service", service.json(now));
    }

    /** As a call or an alarm does it. */
    static void setDesired(EcsService service, int desired, Instant now) {
        if (service.desired == 0 && desired > 0) {
            service.starts++;
            service.nextStart = Instant.MIN;
            service.failuresInARow = 0;
        }
        service.quiet = false;
        service.desired = desired;
    }

    ApiReply delete(AwsCall call, Instant now) {
        Cluster cluster = state.cluster(call.text("cluster"));
        String name = EcsState.shortName(call.required("service"));
        call.authorize(
                "ecs:DeleteService",
                call.arn("ecs", "service/" + cluster.name + "/" + name),
                condition(call, cluster.name));
        EcsService service = state.service(cluster, name)
                .orElseThrow(() -> new Refusal("ServiceNotFoundException", "Service not found."));
        if (service.desired > 0 && !call.flag("force")) {
            throw AwsCall.invalid("The service cannot be stopped while it is scaled above 0.");
        }
        service.status = "DRAINING";
        service.desired = 0;
        service.quiet = false;
        state.settle();
        return call.reply("service", service.json(now));
    }

    private static void keep(EcsService service, JsonNode input) {
        for (String key : SETTINGS) {
            JsonNode value = input.path(key);
            if (!value.isMissingNode() && !value.isNull()) {
                service.set(key, value);
            }
        }
    }

    private Cluster cluster(AwsCall call, String action) {
        String name = EcsState.shortName(call.text("cluster", "default"));
        call.authorize(action, "*", condition(call, name));
        return state.cluster(name);
    }

    static Map<String, String> condition(AwsCall call, String cluster) {
        return Map.of("ecs:cluster", call.arn("ecs", "cluster/" + cluster));
    }
}
