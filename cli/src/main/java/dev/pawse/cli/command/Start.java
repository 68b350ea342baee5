package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.App;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.capability.Scaling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse start}: runs again what {@code pawse stop} stopped. */
@Command(
        description =
                "Starts what ran when \"pawse stop\" stopped it, else what the platform says the app usually runs.",
        footer = {"pawse start -a shop", "pawse start shop --wait --timeout 2m"})
public final class Start implements Action {
    @Parameters(arity = "0..1", paramLabel = "[APP]", description = "Which app, instead of --app.")
    @Nullable
    String name;

    @Option(
            names = "--wait",
            negatable = true,
            description = "Return when it runs; else when the platform has accepted it.")
    boolean wait;

    @Override
    public int run(Session session) {
        Target target = session.targets().app(name);
        Scaling scaling = target.require(Scaling.class);
        App app = target.app();
        Changes.refuseAlwaysOn(app, "started");
        Formation now = scaling.formation(target.id());
        if (!now.isZero()) {
            String line = target.id().name() + " is already asked to run " + now + ".";
            Changes.report(session, target, "unchanged", now, line);
        } else {
            Formation wanted = Changes.start(session, target, scaling);
            String verb = session.options().dryRun ? "Would start " : "Started ";
            Changes.report(
                    session, target, "started", wanted, verb + target.id().name() + " with " + wanted + ".");
        }
        if (wait && !session.options().dryRun) {
            Changes.await(session, target, AppState.RUNNING);
        }
        return ExitCode.OK;
    }
}
