package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse config import}: sets the variables that a file or standard input holds. */
@Command(
        description = {
            "Sets the variables of a file beside those that are there; what is the same already is left alone."
                    + " With --replace all others are removed."
        },
        footer = {
            "pawse config import .env -a shop",
            "pawse config import shop.json -a shop --replace --confirm shop",
            "pawse config export -a heroku:shop | pawse config import - -a aws-ecs:shop"
        })
public final class ConfigImport implements Action {
    @Parameters(
            arity = "0..1",
            paramLabel = "[FILE|-]",
            description = "Where to read: a file, or - for standard input (the usual).")
    String place = VariableSource.INPUT;

    @Option(
            names = "--from",
            paramLabel = "FORMAT",
            description = "dotenv, shell, json or yaml. Else as the file's name and beginning tell.")
    @Nullable
    String from;

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Put this before every name.")
    String prefix = "";

    @Option(names = "--replace", description = "Remove all variables that the file does not have.")
    boolean replace;

    @Mixin
    NoteFlag note = new NoteFlag();

    @Mixin
    RestartFlag restart = new RestartFlag();

    @Override
    public int run(Session session) {
        Map<String, Secret> wanted = new LinkedHashMap<>();
        VariableSource.read(session, place, from).forEach((name, value) -> wanted.put(prefix + name, value));
        Target target = session.targets().app();
        ConfigVars vars = target.require(ConfigVars.class);
        RestartFlag.Restarter restarter = restart.check(target, vars);
        Map<String, Secret> before = vars.configVars(target.id());
        VariableChanges changes =
                replace ? VariableChanges.replace(before, wanted) : VariableChanges.merge(before, wanted);
        if (!changes.isNone() && !session.options().dryRun) {
            if (!changes.removed().isEmpty()) {
                session.questions().confirmByName(target, () -> plan(target, changes));
                changes.requireUntouched(vars.configVars(target.id()));
            }
            changes.apply(vars, target, note.of(session, target, vars));
            restarter.run();
        }
        changes.report(session, target, restarter);
        return ExitCode.OK;
    }

    private static List<String> plan(Target target, VariableChanges changes) {
        List<String> lines = new ArrayList<>();
        lines.add("On " + target.id().name() + " (" + target.id().provider() + ") this changes:");
        lines.addAll(changes.lines());
        return lines;
    }
}
