package dev.pawse.ecs;

import dev.pawse.ecs.RestMemory.Limits;
import dev.pawse.spi.PawseException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Tag;

/** The single steps in which services are put to rest and woken. Each may be done twice. Safe for many threads. */
final class ServiceChanges {
    private final AwsClients clients;
    private final ScalableTargets targets;
    private final Clock clock;

    ServiceChanges(AwsClients clients, ScalableTargets targets) {
        this.clients = clients;
        this.targets = targets;
        clock = clients.clock();
    }

    ScalableTargets targets() {
        return targets;
    }

    /**
     * Puts a service to rest. What it is to run again is written first: a target that is suspended before anybody has noted its limits
     * would stay so when Pawse ends between the two.
     *
     * @param limits of its scalable target as it is now, or null where it has none
     */
    void rest(AppService service, @Nullable Limits limits) {
        note(service, limits, new RestMemory(service.service().desiredCount(), null, clock.instant()));
        suspend(service, limits);
        setCount(service, 0);
    }

    /** Runs none of a service because somebody wants that: it does not wake with its app. */
    void switchOff(AppService service, @Nullable Limits limits) {
        note(service, limits, new RestMemory(null, null, null));
        suspend(service, limits);
        setCount(service, 0);
    }

    /** Sets how many tasks run. A count that is there already is not asked for, except where ECS has given up. */
    void run(AppService service, int count) {
        Limits limits = RestMemory.of(service).limits();
        int allowed = limits == null ? count : Math.min(count, Math.max(limits.max(), 1));
        if (service.service().desiredCount() != allowed) {
            setCount(service, allowed);
        } else if (allowed > 0 && hasGivenUp(service)) {
            clients.ecs()
                    .updateService(request -> request.cluster(service.cluster())
                            .service(service.name())
                            .forceNewDeployment(true));
        }
    }

    /** Ends a wake: the service scales again as it did and remembers nothing. */
    void finish(AppService service) {
        Limits limits = RestMemory.of(service).limits();
        if (limits != null) {
            targets.restore(service, limits);
        }
        forget(service, RestMemory.TAGS);
    }

    /** It does not wake with its app any more. */
    void forgetCount(AppService service) {
        forget(service, List.of(RestMemory.COUNT, RestMemory.SINCE));
    }

    private void note(AppService service, @Nullable Limits limits, RestMemory count) {
        // Limits that are noted already are those from before it was suspended, and so are those that a look does not
        // show yet.
        boolean keeps = RestMemory.of(service).limits() != null || (limits != null && limits.areOfARest());
        RestMemory memory = new RestMemory(count.count(), keeps ? null : limits, count.since());
        Map<String, String> tags = memory.tags();
        if (!tags.isEmpty()) {
            clients.ecs()
                    .tagResource(request -> request.resourceArn(
                                    service.service().serviceArn())
                            .tags(tags.entrySet().stream()
                                    .map(tag -> Tag.builder()
                                            .key(tag.getKey())
                                            .value(tag.getValue())
                                            .build())
                                    .toList()));
        }
    }

    private void suspend(AppService service, @Nullable Limits limits) {
        if (limits != null) {
            targets.suspend(service);
        }
    }

    private void forget(AppService service, Collection<String> tags) {
        clients.ecs()
                .untagResource(request ->
                        request.resourceArn(service.service().serviceArn()).tagKeys(tags));
    }

    private void setCount(AppService service, int count) {
        try {
            clients.ecs()
                    .updateService(request -> request.cluster(service.cluster())
                            .service(service.name())
                            .desiredCount(count));
        } catch (PawseException e) {
            boolean gone = AwsErrors.is(e, "ServiceNotActiveException") || AwsErrors.is(e, "ServiceNotFoundException");
            if (!gone) {
                throw e;
            }
        }
    }

    /** After so many failures the circuit breaker starts no more tasks until there is another deployment. */
    private static boolean hasGivenUp(AppService service) {
        return service.service().runningCount() == 0
                && service.service().deployments().stream()
                        .anyMatch(one ->
                                "PRIMARY".equals(one.status()) && one.rolloutState() == DeploymentRolloutState.FAILED);
    }
}
