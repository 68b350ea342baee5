package dev.pawse.cli.command;

import dev.pawse.cli.Json;
import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import dev.pawse.spi.capability.Deployments.Deployment;
import dev.pawse.spi.capability.Deployments.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How deployments are shown, in a list and while they are watched. */
final class DeploymentFacts {
    private DeploymentFacts() {}

    static Table table(List<Deployment> deployments, Instant now) {
        Table table = new Table("SERVICE", "DEPLOYMENT", "STATUS", "RUNNING", "COMMIT", "BEGAN", "WHY");
        for (Deployment deployment : deployments) {
            table.row(
                    Table.styled(deployment.service(), Style.BOLD),
                    deployment.id(),
                    Table.styled(deployment.status().label(), style(deployment.status())),
                    running(deployment),
                    BuildFacts.commit(deployment.commit()),
                    Ages.ago(deployment.createdAt(), now),
                    deployment.reason() == null ? "" : deployment.reason());
        }
        return table;
    }

    static String running(Deployment deployment) {
        return deployment.running() + "/" + deployment.desired();
    }

    static Map<String, @Nullable Object> json(Deployment deployment) {
        boolean pending = deployment.status() == Status.IN_PROGRESS;
        return Json.object(
                "service",
                deployment.service(),
                "id",
                deployment.id(),
                "status",
                deployment.status(),
                "rolloutState",
                deployment.status(),
                "rolloutReason",
                deployment.reason(),
                "desired",
                deployment.desired(),
                "running",
                deployment.running(),
                "pending",
                pending ? Math.max(0, deployment.desired() - deployment.running()) : 0,
                "failed",
                null,
                "image",
                null,
                "commit",
                deployment.commit(),
                "createdAt",
                deployment.createdAt(),
                "updatedAt",
                deployment.updatedAt());
    }

    static Style style(Status status) {
        return switch (status) {
            case IN_PROGRESS -> Style.YELLOW;
            case COMPLETED -> Style.GREEN;
            case FAILED, ROLLED_BACK -> Style.RED;
            case SUPERSEDED -> Style.DIM;
        };
    }
}
