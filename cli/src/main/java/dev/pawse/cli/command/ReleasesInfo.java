package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.capability.Releases.Release;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pawse releases info}: all that is known of one release. */
@Command(footer = {"pawse releases info -a shop", "pawse releases info v12 -a shop --json"})
public final class ReleasesInfo implements Action {
    @Parameters(arity = "0..1", paramLabel = "[REL]", description = "Which release; else the one that runs.")
    @Nullable
    String id;

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        Release release = id == null ? ReleaseFacts.current(target) : ReleaseFacts.find(target, id);
        Facts facts = new Facts()
                .add("Description", release.description())
                .add("By", release.author())
                .add(
                        "Created",
                        Ages.at(release.createdAt(), session.world().clock().instant()))
                .add("Current", release.current() ? "yes" : "no");
        session.out().one(facts.lines(session, target.id() + " release " + release.id()), ReleaseFacts.json(release));
        return ExitCode.OK;
    }
}
