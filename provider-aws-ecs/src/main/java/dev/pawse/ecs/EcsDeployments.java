package dev.pawse.ecs;

import dev.pawse.ecs.TaskDefinitions.Described;
import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Deployments;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;

/** An app's deployments, service by service, as ECS rolls them out. */
final class EcsDeployments implements Deployments {
    private static final String PRIMARY = "PRIMARY";

    private final AppServices services;
    private final TaskDefinitions definitions;

    EcsDeployments(AppServices services, TaskDefinitions definitions) {
        this.services = services;
        this.definitions = definitions;
    }

    @Override
    public List<Deployment> deployments(AppId app, int limit) {
        List<AppService> all = services.require(app);
        Map<String, Described> definition = definitions.of(all.stream()
                .flatMap(service -> service.service().deployments().stream())
                .map(software.amazon.awssdk.services.ecs.model.Deployment::taskDefinition)
                .toList());
        return all.stream()
                .flatMap(service -> service.service().deployments().stream()
                        .map(one -> deployment(service, one, definition.get(one.taskDefinition()))))
                .sorted(Comparator.comparing(Deployment::createdAt).reversed())
                .limit(limit)
                .toList();
    }

    private static Deployment deployment(
            AppService service, software.amazon.awssdk.services.ecs.model.Deployment one, @Nullable Described runs) {
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
    }

    /** What runs there: the image's tag or digest behind its name, which deployers make of the commit. */
    private static String version(Described definition) {
        return definition
                .image()
                .map(image -> image.substring(image.lastIndexOf('/') + 1))
                .orElse(definition.name());
    }

    private static Status status(software.amazon.awssdk.services.ecs.model.Deployment one) {
        DeploymentRolloutState rollout = one.rolloutState();
        if (rollout == DeploymentRolloutState.FAILED) {
            return Status.FAILED;
        }
        boolean primary = PRIMARY.equals(one.status());
        String reason =
                one.rolloutStateReason() == null ? "" : one.rolloutStateReason().toLowerCase(Locale.ROOT);
        if (primary && (reason.contains("rolling back") || reason.contains("rolled back"))) {
            return Status.ROLLED_BACK;
        }
        if (!primary) {
            return Status.SUPERSEDED;
        }
        boolean there = one.runningCount().equals(one.desiredCount());
        // Services that are deployed by others than ECS have no rollout of their own.
        boolean done = rollout == null || rollout == DeploymentRolloutState.COMPLETED;
        return done && there ? Status.COMPLETED : Status.IN_PROGRESS;
    }
}
