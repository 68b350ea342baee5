package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Table;
import dev.pawse.cli.Target;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Releases.Release;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawse releases}: what an app ran and runs, newest first. */
@Command(footer = {"pawse releases -a shop", "pawse releases -n 50 -a shop --json"})
public final class ReleasesList implements Action {
    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The newest so many; else 15.")
    int limit = 15;

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        Releases releases = target.require(Releases.class);
        List<Release> shown =
                Newest.some(session, limit, asked -> releases.releases(target.id(), asked), release -> true);
        Instant now = session.world().clock().instant();
        Table table = new Table("RELEASE", "STATUS", "CREATED", "BY", "DESCRIPTION");
        for (Release release : shown) {
            table.row(
                    Table.styled(release.id(), Style.BOLD),
                    release.current() ? Table.styled("current", Style.GREEN) : "",
                    Ages.ago(release.createdAt(), now),
                    release.author() == null ? "-" : release.author(),
                    release.description());
        }
        session.out().list(table, shown.stream().map(ReleaseFacts::json).toList());
        if (table.isEmpty()) {
            session.messages().info(target.id().name() + " has no releases.");
        }
        return ExitCode.OK;
    }
}
