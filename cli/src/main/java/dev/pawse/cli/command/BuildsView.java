package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.capability.Builds.Build;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pawse builds view}: all that is known of one build. */
@Command(footer = {"pawse builds view -a shop", "pawse builds view 142 -a shop --json"})
public final class BuildsView implements Action {
    @Parameters(arity = "0..1", paramLabel = "[ID]", description = "Its number or id; else the newest.")
    @Nullable
    String id;

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        Build build = BuildFacts.find(target, id);
        Instant now = session.world().clock().instant();
        Facts facts = new Facts()
                .add("Id", build.id())
                .add("Status", build.status().label())
                .add("Commit", build.commit())
                .add("Message", build.message())
                .add("Started", build.startedAt() == null ? null : Ages.at(build.startedAt(), now))
                .add("Ended", build.endedAt() == null ? null : Ages.at(build.endedAt(), now))
                .add("Took", Ages.between(build.startedAt(), build.endedAt()));
        session.out()
                .one(facts.lines(session, target.id() + " build " + BuildFacts.name(build)), BuildFacts.json(build));
        return ExitCode.OK;
    }
}
