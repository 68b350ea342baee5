package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.FormationMemory;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.capability.Scaling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse stop}: stops an app, and remembers what it ran so that {@code pawse start} can restore it. */
@Command(
        description =
                "Stops every process, whoever uses the app, and remembers how many of which type ran. A proxy in front"
                        + " of the app wakes it again at the next request.",
        footer = {"pawse stop -a shop", "pawse stop shop --wait"})
public final class Stop implements Action {
    @Parameters(arity = "0..1", paramLabel = "[APP]", description = "Which app, instead of --app.")
    @Nullable
    String name;

    @Option(
            names = "--wait",
            negatable = true,
            description = "Return when nothing runs any more; else when the platform has accepted it.")
    boolean wait;

    @Override
    public int run(Session session) {
        Target target = session.targets().app(name);
        Scaling scaling = target.require(Scaling.class);
        Changes.refuseAlwaysOn(target.app(), "stopped");
        Formation now = scaling.formation(target.id());
        if (now.isZero()) {
            Changes.report(session, target, "unchanged", now, target.id().name() + " does not run.");
        } else {
            if (!session.options().dryRun) {
                FormationMemory.of(session.world()).remember(target.id(), now);
                scaling.stop(target.id());
            }
            String verb = session.options().dryRun ? "Would stop " : "Stopped ";
            Changes.report(
                    session,
                    target,
                    "stopped",
                    now,
                    verb + target.id().name() + ". It ran " + now + "; to run that again: pawse start "
                            + target.flag());
        }
        if (wait && !session.options().dryRun) {
            Changes.await(session, target, AppState.STOPPED);
        }
        return ExitCode.OK;
    }
}
