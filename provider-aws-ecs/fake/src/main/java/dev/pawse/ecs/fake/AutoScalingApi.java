package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Application Auto Scaling of ECS services' counts. Guarded by {@link EcsState}. */
final class AutoScalingApi implements AwsService {
    private static final int MOST_RESOURCES = 50;
    private static final String DIMENSION = "ecs:service:DesiredCount";

    private final EcsState state;
    private final Map<String, Target> targets = new LinkedHashMap<>();

    AutoScalingApi(EcsState state) {
        this.state = state;
    }

    /** A scalable target. Guarded as its service. */
    static final class Target {
        final String resource;
        final Instant createdAt;
        int min;
        int max;
        boolean inSuspended;
        boolean outSuspended;
        boolean scheduleSuspended;

        Target(String resource, Instant createdAt) {
            this.resource = resource;
            this.createdAt = createdAt;
        }
    }

    @Override
    public String name() {
        return "application-autoscaling";
    }

    @Override
    public ApiReply answer(AwsCall call) {
        synchronized (state) {
            Instant now = state.settle();
            return switch (call.operation()) {
                case "RegisterScalableTarget" -> register(call, now);
                case "DescribeScalableTargets" -> describe(call);
                case "DeregisterScalableTarget" -> deregister(call);
                default -> throw call.unknownOperation();
            };
        }
    }

    private ApiReply register(AwsCall call, Instant now) {
        call.authorize("application-autoscaling:RegisterScalableTarget", "*");
        check(call);
        String resource = call.required("ResourceId");
        EcsService service = service(resource)
                .orElseThrow(() -> new Refusal("ValidationException", "ECS service doesn't exist: " + resource));
        Target target = targets.get(resource);
        boolean isNew = target == null;
        if (isNew && !(call.input().has("MinCapacity") && call.input().has("MaxCapacity"))) {
            throw new Refusal("ValidationException", "You must specify minimum and maximum capacity.");
        }
        Target changed = target == null ? new Target(resource, now) : target;
        int min = call.number("MinCapacity", changed.min);
        int max = call.number("MaxCapacity", changed.max);
        if (min < 0 || max < min) {
            throw new Refusal("ValidationException", "Maximum capacity cannot be less than minimum capacity");
        }
        changed.min = min;
        changed.max = max;
        JsonNode suspended = call.input().path("SuspendedState");
        changed.inSuspended = suspended.path("DynamicScalingInSuspended").asBoolean(changed.inSuspended);
        changed.outSuspended = suspended.path("DynamicScalingOutSuspended").asBoolean(changed.outSuspended);
        changed.scheduleSuspended = suspended.path("ScheduledScalingSuspended").asBoolean(changed.scheduleSuspended);
        targets.put(resource, changed);
        // Whatever the call was about, the capacity ends up within the limits.
        int within = Math.max(min, Math.min(max, service.desired));
        if (within != service.desired) {
            service.changes(now, state.pace.stale());
            EcsServiceCalls.setDesired(service, within, now);
        }
        return call.reply("ScalableTargetARN", call.arn("application-autoscaling", "scalable-target/" + Ids.hex(20)));
    }

    private ApiReply describe(AwsCall call) {
        call.authorize("application-autoscaling:DescribeScalableTargets", "*");
        if (!call.required("ServiceNamespace").equals("ecs")) {
            throw new Refusal("ValidationException", "the fake scales ecs alone");
        }
        List<String> resources = call.texts("ResourceIds");
        if (resources.size() > MOST_RESOURCES) {
            throw new Refusal(
                    "ValidationException",
                    "1 validation error detected: 'resourceIds' failed to satisfy"
                            + " constraint: Member must have length less than or equal to 50");
        }
        List<Map<String, Object>> found = new ArrayList<>();
        for (Target target : targets.values()) {
            if (resources.isEmpty() || resources.contains(target.resource)) {
                found.add(json(target));
            }
        }
        int size = call.number("MaxResults", 50);
        if (size < 1 || size > MOST_RESOURCES) {
            throw new Refusal("ValidationException", "MaxResults must be between 1 and 50.");
        }
        var page = Paging.page(
                found, size, call.text("NextToken"), new Refusal("InvalidNextTokenException", "Invalid token"));
        return call.reply("ScalableTargets", page.items(), "NextToken", page.next());
    }

    private ApiReply deregister(AwsCall call) {
        call.authorize("application-autoscaling:DeregisterScalableTarget", "*");
        check(call);
        if (targets.remove(call.required("ResourceId")) == null) {
            throw new Refusal("ObjectNotFoundException", "No scalable target found for resource");
        }
        return call.reply();
    }

    private static void check(AwsCall call) {
        if (!call.required("ServiceNamespace").equals("ecs")
                || !call.required("ScalableDimension").equals(DIMENSION)) {
            throw new Refusal(
                    "ValidationException", "Unsupported service namespace, resource type or scalable dimension");
        }
    }

    private Optional<EcsService> service(String resource) {
        String[] parts = resource.split("/", -1);
        return parts.length == 3 && parts[0].equals("service") && state.clusters.containsKey(parts[1])
                ? state.service(state.cluster(parts[1]), parts[2])
                : Optional.empty();
    }

    private static Map<String, Object> json(Target target) {
        return Json.object(
                "ServiceNamespace",
                "ecs",
                "ResourceId",
                target.resource,
                "ScalableDimension",
                DIMENSION,
                "MinCapacity",
                target.min,
                "MaxCapacity",
                target.max,
                "RoleARN",
                "arn:aws:iam::" + FakeAws.ACCOUNT + ":role/aws-service-role/ecs.application-autoscaling",
                "CreationTime",
                Pace.seconds(target.createdAt),
                "SuspendedState",
                Json.object(
                        "DynamicScalingInSuspended", target.inSuspended,
                        "DynamicScalingOutSuspended", target.outSuspended,
                        "ScheduledScalingSuspended", target.scheduleSuspended));
    }

    /** Somebody makes a target. */
    void register(String resource, int min, int max) {
        Target target = new Target(resource, state.pace.now());
        target.min = min;
        target.max = max;
        targets.put(resource, target);
    }

    Optional<Target> target(String resource) {
        return Optional.ofNullable(targets.get(resource));
    }

    /** An alarm tells that there is much to do: one more task, and at least the minimum. */
    void scaleOut(String resource, Instant now) {
        Target target = targets.get(resource);
        EcsService service = service(resource).orElse(null);
        if (target != null && service != null && !target.outSuspended) {
            EcsServiceCalls.setDesired(service, Math.min(target.max, Math.max(target.min, service.desired + 1)), now);
        }
    }
}
