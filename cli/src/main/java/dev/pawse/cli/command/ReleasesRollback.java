package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Releases.Release;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pawse releases rollback}: runs an earlier release again, and says how to undo that. */
@Command(
        description = "Code and config variables go back; what a database holds does not. Asks first, unless --yes or"
                + " --confirm APP is given.",
        footer = {
            "pawse releases rollback -a shop",
            "pawse releases rollback v12 -a shop --confirm shop",
            "pawse releases rollback v12 -a shop --dry-run"
        })
public final class ReleasesRollback implements Action {
    @Parameters(arity = "0..1", paramLabel = "[REL]", description = "Which release; else the one before the current.")
    @Nullable
    String id;

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        Releases releases = target.require(Releases.class);
        Release from = ReleaseFacts.current(target);
        Release to = id == null ? before(target, releases, from) : ReleaseFacts.find(target, id);
        String name = target.id().name();
        boolean dry = session.options().dryRun;
        if (to.id().equals(from.id())) {
            report(session, target, "unchanged", from, to, null, name + " already runs " + to.id() + ".");
            return ExitCode.OK;
        }
        String what = to.id() + " (" + to.description() + ")";
        if (dry) {
            String line = "Would make " + name + " run " + what + " again instead of " + from.id() + ".";
            report(session, target, "rolled-back", from, to, null, line);
            return ExitCode.OK;
        }
        session.questions().confirm(target, "Make " + name + " run " + what + " again instead of " + from.id() + "?");
        Release now = releases.rollback(target.id(), to.id());
        String line = name + " runs " + what + " again" + (now.id().equals(to.id()) ? "" : " as " + now.id())
                + ". To undo: " + undo(target, from);
        report(session, target, "rolled-back", from, to, now, line);
        return ExitCode.OK;
    }

    private static Release before(Target target, Releases releases, Release current) {
        for (int asked = 10; ; asked = Math.min(Newest.MOST, asked * 10)) {
            List<Release> all = releases.releases(target.id(), asked);
            int at = all.stream().map(Release::id).toList().indexOf(current.id());
            if (at >= 0 && at + 1 < all.size()) {
                return all.get(at + 1);
            }
            if (all.size() < asked || asked == Newest.MOST) {
                throw new PawseException(
                        Reason.NOT_FOUND, target.id().name() + " has no release before " + current.id());
            }
        }
    }

    private static String undo(Target target, Release from) {
        return "pawse releases rollback " + from.id() + " " + target.flag();
    }

    private static void report(
            Session session,
            Target target,
            String action,
            Release from,
            Release to,
            @Nullable Release now,
            String line) {
        Changes.report(
                session,
                target,
                line,
                "action",
                action,
                "from",
                from.id(),
                "to",
                to.id(),
                "release",
                now == null ? null : ReleaseFacts.json(now),
                "undo",
                now == null ? null : undo(target, from));
    }
}
