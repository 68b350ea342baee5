package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import dev.pawse.cli.Target;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Builds.Build;
import dev.pawse.spi.capability.Builds.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse builds}: an app's builds, newest first. */
@Command(footer = {"pawse builds -a shop", "pawse builds -a shop --status failed -n 20", "pawse builds -a shop --json"})
public final class BuildsList implements Action {
    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The newest so many; else 5.")
    int limit = 5;

    @Option(
            names = "--status",
            paramLabel = "S",
            description = "Only those that are queued, running, succeeded, failed, stopped, timed-out or fault.")
    @Nullable
    String status;

    @Override
    public int run(Session session) {
        Status wanted = status == null ? null : BuildFacts.status(status);
        Target target = session.targets().app();
        Builds builds = target.require(Builds.class);
        List<Build> shown = Newest.some(
                session,
                limit,
                asked -> builds.builds(target.id(), asked),
                build -> wanted == null || build.status() == wanted);
        Instant now = session.world().clock().instant();
        Table table = new Table("BUILD", "STATUS", "COMMIT", "TOOK", "STARTED", "MESSAGE");
        for (Build build : shown) {
            table.row(
                    Table.styled(BuildFacts.name(build), Style.BOLD),
                    Table.styled(build.status().label(), BuildFacts.style(build.status())),
                    BuildFacts.commit(build.commit()),
                    Ages.between(build.startedAt(), build.endedAt()),
                    Ages.ago(build.startedAt(), now),
                    build.message() == null ? "" : build.message());
        }
        session.out().list(table, shown.stream().map(BuildFacts::json).toList());
        if (table.isEmpty()) {
            session.messages().info(target.id().name() + (wanted == null ? " has no builds." : " has no such build."));
        }
        return ExitCode.OK;
    }
}
