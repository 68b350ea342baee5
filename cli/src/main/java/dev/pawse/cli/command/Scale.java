package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Scales;
import dev.pawse.cli.Session;
import dev.pawse.cli.Similar;
import dev.pawse.cli.Target;
import dev.pawse.spi.Formation;
import dev.pawse.spi.capability.Scaling;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pawse scale}: how many processes of each type run, as one line that can be pasted back, or a change of it. */
@Command(
        description = "Without arguments it prints what is asked for now, in a form that can be given back to it.",
        footer = {"pawse scale -a shop", "pawse scale web=2 worker=1 -a shop", "pawse scale worker+1 -a shop"})
public final class Scale implements Action {
    @Parameters(
            arity = "0..*",
            paramLabel = "[TYPE=N[:SIZE]...]",
            description = "web=2, web=2:S; web:2 too; worker+1 and worker-1 count from what is asked for now.")
    List<String> scales = List.of();

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        Scaling scaling = target.require(Scaling.class);
        Formation now = scaling.formation(target.id());
        if (scales.isEmpty()) {
            report(session, target, now, Formation.empty(), now.toString());
            return ExitCode.OK;
        }
        Formation changes = changes(now);
        refuseUnknownTypes(target, now, changes);
        Formation after = now.with(changes);
        boolean dry = session.options().dryRun;
        if (after.equals(now)) {
            report(session, target, now, changes, target.id().name() + " already runs " + now + ".");
            return ExitCode.OK;
        }
        if (!dry) {
            scaling.scale(target.id(), changes);
        }
        report(
                session,
                target,
                now,
                changes,
                (dry ? "Would scale " : "Scaled ") + target.id().name() + " to " + after + " (was " + now + ").");
        return ExitCode.OK;
    }

    private Formation changes(Formation now) {
        try {
            return Scales.changes(now, scales);
        } catch (IllegalArgumentException e) {
            throw Problem.usage(String.valueOf(e.getMessage())).failure(e);
        }
    }

    private static void refuseUnknownTypes(Target target, Formation now, Formation changes) {
        for (String type : changes.processes().keySet()) {
            if (!now.processes().isEmpty() && !now.processes().containsKey(type)) {
                throw Problem.usage(target.id().name() + " has no process type " + type + "; it has "
                                + String.join(", ", now.processes().keySet()))
                        .similar(Similar.to(type, now.processes().keySet()).orElse(null))
                        .about(target.id())
                        .failure();
            }
        }
    }

    private static void report(Session session, Target target, Formation now, Formation changes, String line) {
        Formation after = now.with(changes);
        List<Map<String, @Nullable Object>> changed = changes.processes().keySet().stream()
                .map(type -> change(
                        type, now.processes().get(type), after.processes().get(type)))
                .toList();
        Changes.report(session, target, line, "changed", changed, "formation", AppFacts.processes(after));
    }

    private static Map<String, @Nullable Object> change(
            String type, Formation.@Nullable Scale from, Formation.@Nullable Scale to) {
        return Json.object(
                "type", type,
                "from", from == null ? null : from.quantity(),
                "to", to == null ? null : to.quantity(),
                "size", to == null ? null : to.size());
    }
}
