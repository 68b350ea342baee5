package dev.pawse.ecs;

import dev.pawse.ecs.RestMemory.Limits;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;

/** What scales services by itself within limits (Application Auto Scaling). Safe for many threads. */
final class ScalableTargets {
    private static final int DESCRIBED_AT_ONCE = 50;

    private final AwsClients clients;

    ScalableTargets(AwsClients clients) {
        this.clients = clients;
    }

    /** The limits of those services that have a target, by the service's ARN. */
    Map<String, Limits> of(List<AppService> services) {
        Map<String, String> arns = new TreeMap<>();
        services.forEach(
                service -> arns.put(resource(service), service.service().serviceArn()));
        Map<String, Limits> found = new TreeMap<>();
        for (List<String> some : Parallel.pieces(List.copyOf(arns.keySet()), DESCRIBED_AT_ONCE)) {
            clients
                    .autoScaling()
                    .describeScalableTargetsPaginator(request -> request.serviceNamespace(ServiceNamespace.ECS)
                            .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                            .resourceIds(some))
                    .stream()
                    .flatMap(page -> page.scalableTargets().stream())
                    .filter(target -> arns.containsKey(target.resourceId()))
                    .forEach(target -> found.put(arns.get(target.resourceId()), Limits.of(target)));
        }
        return found;
    }

    /**
     * Keeps a service's count from being raised while it rests. One call does both: AWS raises a count to the minimum at whatever call
     * about the target, so a minimum that is not 0 would wake the service at its next change.
     */
    void suspend(AppService service) {
        clients.autoScaling()
                .registerScalableTarget(request -> request.serviceNamespace(ServiceNamespace.ECS)
                        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                        .resourceId(resource(service))
                        .minCapacity(0)
                        .suspendedState(state -> state.dynamicScalingInSuspended(true)
                                .dynamicScalingOutSuspended(true)
                                .scheduledScalingSuspended(true)));
    }

    /** Lets a service scale as it did. Limits that somebody set while it rested stay. */
    void restore(AppService service, Limits limits) {
        Limits now = of(List.of(service)).get(service.service().serviceArn());
        if (now == null) {
            // Registering would make it anew.
            return;
        }
        clients.autoScaling().registerScalableTarget(request -> {
            request.serviceNamespace(ServiceNamespace.ECS)
                    .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                    .resourceId(resource(service))
                    .suspendedState(state -> state.dynamicScalingInSuspended(limits.in())
                            .dynamicScalingOutSuspended(limits.out())
                            .scheduledScalingSuspended(limits.scheduled()));
            if (now.min() == 0) {
                request.minCapacity(Math.min(limits.min(), now.max()));
            }
        });
    }

    private static String resource(AppService service) {
        String cluster = service.cluster();
        return "service/" + cluster.substring(cluster.lastIndexOf('/') + 1) + "/" + service.name();
    }
}
