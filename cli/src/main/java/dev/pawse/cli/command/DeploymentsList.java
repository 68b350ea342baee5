package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Deployments.Deployment;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse deployments}: how new code takes the place of old, and with {@code --watch} whether it does. */
@Command(
        description =
                "With --watch it ends when the newest deployment has: 0 when it was completed and as many processes"
                        + " run as are asked for, 9 when it failed or was rolled back, 8 when --timeout (else 15m) is over"
                        + " before.",
        footer = {
            "pawse deployments -a shop",
            "pawse deployments --watch -a shop",
            "pawse deployments -w -a shop --json"
        })
public final class DeploymentsList implements Action {
    @Option(
            names = {"-w", "--watch"},
            description = "Go on until the newest has ended.")
    boolean watch;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The newest so many; else 5.")
    int limit = 5;

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        Deployments deployments = target.require(Deployments.class);
        if (watch) {
            return new DeploymentWatch(session, target, deployments).run();
        }
        List<Deployment> shown =
                Newest.some(session, limit, asked -> deployments.deployments(target.id(), asked), any -> true);
        session.out()
                .list(
                        DeploymentFacts.table(shown, session.world().clock().instant()),
                        shown.stream().map(DeploymentFacts::json).toList());
        if (shown.isEmpty()) {
            session.messages().info(target.id().name() + " has no deployments.");
        }
        return ExitCode.OK;
    }
}
