package dev.pawse.ecs;

import dev.pawse.ecs.TaskDefinitions.Described;
import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Deployments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;

/**
 * An app's deployments, service by service, with how each ended, as ECS keeps them for 90 days (service deployments). Of services that
 * others than ECS deploy only what runs now is known.
 */
final class EcsDeployments implements Deployments {
    private static final int PAGE = 100;
    private static final int DESCRIBED_AT_ONCE = 20;

    private final AwsClients clients;
    private final AppServices services;
    private final TaskDefinitions definitions;
    private final Parallel parallel;

    EcsDeployments(AwsClients clients, AppServices services, TaskDefinitions definitions, Parallel parallel) {
        this.clients = clients;
        this.services = services;
        this.definitions = definitions;
        this.parallel = parallel;
    }

    @Override
    public List<Deployment> deployments(AppId app, int limit) {
        return parallel
                .map(
                        services.require(app),
                        service -> isDeployedByEcs(service) ? rolledOut(service, limit) : running(service))
                .stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Deployment::createdAt).reversed())
                .limit(limit)
                .toList();
    }

    private static boolean isDeployedByEcs(AppService service) {
        return service.service().deploymentController() == null
                || service.service().deploymentController().type() == DeploymentControllerType.ECS;
    }

    private List<Deployment> rolledOut(AppService service, int limit) {
        List<String> arns = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListServiceDeploymentsResponse page = clients.ecs()
                    .listServiceDeployments(request -> request.cluster(service.cluster())
                            .service(service.name())
                            .maxResults(Math.min(PAGE, limit))
                            .nextToken(from));
            page.serviceDeployments().stream()
                    .map(ServiceDeploymentBrief::serviceDeploymentArn)
                    .forEach(arns::add);
            token = page.nextToken();
        } while (token != null && arns.size() < limit);
        List<ServiceDeployment> all = parallel
                .map(
                        Parallel.pieces(arns.subList(0, Math.min(limit, arns.size())), DESCRIBED_AT_ONCE),
                        some -> clients.ecs()
                                .describeServiceDeployments(request -> request.serviceDeploymentArns(some))
                                .serviceDeployments())
                .stream()
                .flatMap(List::stream)
                .toList();
        Map<String, String> versions = versions(all);
        return all.stream()
                .map(one -> deployment(
                        service, one, versions.get(one.targetServiceRevision().arn())))
                .toList();
    }

    /** What each service revision runs, by its ARN. */
    private Map<String, String> versions(List<ServiceDeployment> all) {
        Map<String, String> revisions = new HashMap<>();
        List<String> arns = all.stream()
                .map(one -> one.targetServiceRevision().arn())
                .distinct()
                .toList();
        parallel.map(
                        Parallel.pieces(arns, DESCRIBED_AT_ONCE),
                        some -> clients.ecs()
                                .describeServiceRevisions(request -> request.serviceRevisionArns(some))
                                .serviceRevisions())
                .forEach(some -> some.forEach(
                        revision -> revisions.put(revision.serviceRevisionArn(), revision.taskDefinition())));
        Map<String, Described> described = definitions.of(List.copyOf(revisions.values()));
        Map<String, String> versions = new HashMap<>();
        revisions.forEach((arn, definition) -> {
            Described found = described.get(definition);
            if (found != null) {
                versions.put(arn, version(found));
            }
        });
        return versions;
    }

    private static Deployment deployment(AppService service, ServiceDeployment one, @Nullable String version) {
        Instant last = one.updatedAt() == null ? one.finishedAt() : one.updatedAt();
        return new Deployment(
                one.serviceDeploymentArn().substring(one.serviceDeploymentArn().lastIndexOf('/') + 1),
                service.type(),
                status(one),
                one.statusReason(),
                one.targetServiceRevision().requestedTaskCount(),
                one.targetServiceRevision().runningTaskCount(),
                version,
                one.createdAt(),
                last == null ? one.createdAt() : last);
    }

    /** How far a deployment came, of every status that ECS has. */
    static Status status(ServiceDeployment one) {
        return switch (one.status()) {
            case PENDING, IN_PROGRESS -> Status.IN_PROGRESS;
            case SUCCESSFUL -> Status.COMPLETED;
            case ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS, ROLLBACK_FAILED -> Status.FAILED;
            case ROLLBACK_SUCCESSFUL -> Status.ROLLED_BACK;
            case STOPPED, STOP_REQUESTED -> isFailure(one.statusReason()) ? Status.FAILED : Status.SUPERSEDED;
            case UNKNOWN_TO_SDK_VERSION -> Status.IN_PROGRESS;
        };
    }

    private List<Deployment> running(AppService service) {
        Map<String, Described> definition = definitions.of(service.service().deployments().stream()
                .map(software.amazon.awssdk.services.ecs.model.Deployment::taskDefinition)
                .toList());
        return service.service().deployments().stream()
                .map(one -> {
                    Described runs = definition.get(one.taskDefinition());
                    return new Deployment(
                            one.id(),
                            service.type(),
                            status(one),
                            one.rolloutStateReason(),
                            one.desiredCount(),
                            one.runningCount(),
                            runs == null ? null : version(runs),
                            one.createdAt(),
                            one.updatedAt() == null ? one.createdAt() : one.updatedAt());
                })
                .toList();
    }

    private static Status status(software.amazon.awssdk.services.ecs.model.Deployment one) {
        if (one.rolloutState() == DeploymentRolloutState.FAILED) {
            return Status.FAILED;
        }
        if (!"PRIMARY".equals(one.status())) {
            return Status.SUPERSEDED;
        }
        boolean there = one.runningCount().equals(one.desiredCount());
        return there && one.rolloutState() != DeploymentRolloutState.IN_PROGRESS
                ? Status.COMPLETED
                : Status.IN_PROGRESS;
    }

    private static boolean isFailure(@Nullable String reason) {
        String said = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        return said.contains("circuit breaker") || said.contains("fail") || said.contains("alarm");
    }

    /** What runs there: the image behind its registry, whose tag deployers make of the commit. */
    private static String version(Described definition) {
        return definition
                .image()
                .map(image -> image.substring(image.lastIndexOf('/') + 1))
                .orElse(definition.name());
    }
}
