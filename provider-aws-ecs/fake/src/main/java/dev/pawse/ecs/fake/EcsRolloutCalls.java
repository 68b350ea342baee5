package dev.pawse.ecs.fake;

import dev.pawse.ecs.fake.EcsService.Rollout;
import dev.pawse.testkit.ApiReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history of a service's deployments: what ECS calls service deployments and service revisions. Guarded by {@link EcsState}. */
final class EcsRolloutCalls {
    private static final int MOST_AT_ONCE = 20;

    private final EcsState state;

    EcsRolloutCalls(EcsState state) {
        this.state = state;
    }

    /** ListServiceDeployments: the newest first. */
    ApiReply list(AwsCall call) {
        EcsState.Cluster cluster = state.cluster(call.text("cluster", "default"));
        EcsService service = state.service(cluster, EcsState.shortName(call.required("service")))
                .orElseThrow(() -> new Refusal("ServiceNotFoundException", "Service not found."));
        call.authorize("ecs:ListServiceDeployments", service.arn, Map.of("ecs:cluster", service.cluster));
        if (!"ECS".equals(service.tree("deploymentController").path("type").asString("ECS"))) {
            throw new Refusal("UnsupportedFeatureException", "The service does not use the ECS deployment controller.");
        }
        List<Map<String, Object>> briefs = new ArrayList<>();
        for (Rollout one : own(service)) {
            Map<String, Object> brief = head(service, one);
            brief.put("targetServiceRevisionArn", arn(service, one, "service-revision"));
            briefs.add(brief);
        }
        var page = Paging.page(briefs, EcsApi.pageSize(call, 20), call.text("nextToken"), EcsApi.invalidToken());
        return call.reply("serviceDeployments", page.items(), "nextToken", page.next());
    }

    /** DescribeServiceDeployments. */
    ApiReply describe(AwsCall call, Instant now) {
        List<Map<String, Object>> found = new ArrayList<>();
        List<Map<String, Object>> failures = new ArrayList<>();
        for (String arn : asked(call, "serviceDeploymentArns")) {
            Optional<Place> place = find(arn);
            if (place.isEmpty()) {
                failures.add(Json.object("arn", arn, "reason", "MISSING"));
                continue;
            }
            EcsService service = place.get().service();
            Rollout one = place.get().rollout();
            call.authorize("ecs:DescribeServiceDeployments", arn, Map.of("ecs:cluster", service.cluster));
            Map<String, Object> whole = head(service, one);
            whole.put("startedAt", Pace.seconds(one.createdAt));
            whole.put("updatedAt", Pace.seconds(one.updatedAt));
            whole.put(
                    "targetServiceRevision",
                    Json.object(
                            "arn",
                            arn(service, one, "service-revision"),
                            "requestedTaskCount",
                            one == service.primary() ? service.desired : 0,
                            "runningTaskCount",
                            service.running(one, now),
                            "pendingTaskCount",
                            0));
            found.add(whole);
        }
        return call.reply("serviceDeployments", found, "failures", failures);
    }

    /** What is told of a deployment wherever it is told of. */
    private Map<String, Object> head(EcsService service, Rollout one) {
        return Json.object(
                "serviceDeploymentArn",
                arn(service, one, "service-deployment"),
                "serviceArn",
                service.arn,
                "clusterArn",
                service.cluster,
                "createdAt",
                Pace.seconds(one.createdAt),
                "status",
                status(service, one),
                "statusReason",
                one.reason);
    }

    /** DescribeServiceRevisions. */
    ApiReply revisions(AwsCall call) {
        List<Map<String, Object>> found = new ArrayList<>();
        List<Map<String, Object>> failures = new ArrayList<>();
        for (String arn : asked(call, "serviceRevisionArns")) {
            Optional<Place> place = find(arn);
            if (place.isEmpty()) {
                failures.add(Json.object("arn", arn, "reason", "MISSING"));
                continue;
            }
            EcsService service = place.get().service();
            call.authorize("ecs:DescribeServiceRevisions", arn, Map.of("ecs:cluster", service.cluster));
            found.add(Json.object(
                    "serviceRevisionArn",
                    arn,
                    "serviceArn",
                    service.arn,
                    "clusterArn",
                    service.cluster,
                    "taskDefinition",
                    place.get().rollout().definition.arn()));
        }
        return call.reply("serviceRevisions", found, "failures", failures);
    }

    private record Place(EcsService service, Rollout rollout) {}

    private static List<String> asked(AwsCall call, String field) {
        List<String> arns = call.texts(field);
        if (arns.isEmpty() || arns.size() > MOST_AT_ONCE) {
            throw AwsCall.invalid(field + " must have between 1 and " + MOST_AT_ONCE + " elements.");
        }
        return arns;
    }

    /** A deployment that goes back belongs to the one that failed. */
    private static List<Rollout> own(EcsService service) {
        return service.history.stream().filter(one -> one.rollsBack == null).toList();
    }

    private Optional<Place> find(String arn) {
        return state.allServices()
                .flatMap(service -> own(service).stream().map(one -> new Place(service, one)))
                .filter(place -> arn.equals(arn(place.service(), place.rollout(), "service-deployment"))
                        || arn.equals(arn(place.service(), place.rollout(), "service-revision")))
                .findFirst();
    }

    private static String arn(EcsService service, Rollout one, String kind) {
        return service.arn.replace(":service/", ":" + kind + "/") + "/" + one.id.replaceFirst("^ecs-svc/", "");
    }

    private static String status(EcsService service, Rollout one) {
        @Nullable
        Rollout back = service.history.stream()
                .filter(later -> later.rollsBack == one)
                .findFirst()
                .orElse(null);
        if (back != null) {
            return switch (back.rollout) {
                case "COMPLETED" -> "ROLLBACK_SUCCESSFUL";
                case "FAILED" -> "ROLLBACK_FAILED";
                default -> "ROLLBACK_IN_PROGRESS";
            };
        }
        return switch (one.rollout) {
            case "COMPLETED" -> "SUCCESSFUL";
            case "FAILED" -> "STOPPED";
            default -> one == service.primary() ? "IN_PROGRESS" : "STOPPED";
        };
    }
}
