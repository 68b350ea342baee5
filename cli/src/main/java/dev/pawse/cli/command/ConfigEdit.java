package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Format;
import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.cli.variables.VariableText;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pawse config edit}: all variables, or the value of one, in the user's editor. */
@Command(
        description = {
            "Opens $VISUAL, else $EDITOR, else vi, then shows what changes and asks.",
            "The variables are read again right before they are written: where somebody else changed one of those that are"
                    + " to change, nothing is written, and the command ends with 6. No platform lets a write depend on"
                    + " what was read, so that a change in the moment between the two is not seen."
        },
        footer = {"pawse config edit -a shop", "pawse config edit CERTIFICATE -a shop"})
public final class ConfigEdit implements Action {
    @Parameters(arity = "0..1", paramLabel = "[KEY]", description = "The variable whose value is edited; else all.")
    @Nullable
    String key;

    @Mixin
    NoteFlag note = new NoteFlag();

    @Mixin
    RestartFlag restart = new RestartFlag();

    @Override
    public int run(Session session) {
        if (!session.questions().canAsk()) {
            throw Problem.unconfirmed("an editor needs a terminal, and nobody is there: nothing was changed")
                    .next("pawse config export, then pawse config import")
                    .failure();
        }
        Target target = session.targets().app();
        ConfigVars vars = target.require(ConfigVars.class);
        RestartFlag.Restarter restarter = restart.check(target, vars);
        Map<String, Secret> before = vars.configVars(target.id());
        VariableChanges changes = key == null ? editAll(session, target, before) : editOne(session, key, before);
        if (!changes.isNone() && !session.options().dryRun) {
            List<String> question = new ArrayList<>(changes.lines());
            question.add("Change " + (changes.size() == 1 ? "this variable" : "these " + changes.size() + " variables")
                    + " on " + target.id().name() + "?");
            session.questions().confirm(target, String.join("\n", question));
            changes.requireUntouched(vars.configVars(target.id()));
            changes.apply(vars, target, note.of(session, target, vars));
            restarter.run();
        }
        changes.report(session, target, restarter);
        return ExitCode.OK;
    }

    private static VariableChanges editAll(Session session, Target target, Map<String, Secret> before) {
        List<String> lines = new ArrayList<>();
        lines.add("# The config variables of " + target.id().name() + " on "
                + target.id().provider() + ". What is deleted here is removed there.");
        lines.addAll(VariableText.lines(Format.DOTENV, before));
        try (Editor editor = Editor.on(session, "variables.env", String.join("\n", lines) + "\n")) {
            return VariableChanges.replace(before, readUntilRight(session, editor));
        }
    }

    /** A typing mistake must not cost all that was typed. */
    private static Map<String, Secret> readUntilRight(Session session, Editor editor) {
        while (true) {
            try {
                return VariableText.read(Format.DOTENV, editor.edit());
            } catch (PawseException e) {
                if (e.reason() != Reason.INVALID || session.options().yes) {
                    throw e;
                }
                session.questions().confirm("What was edited cannot be read, " + e.message() + "\nEdit it again?");
            }
        }
    }

    private static VariableChanges editOne(Session session, String key, Map<String, Secret> before) {
        Secret old = before.get(key);
        String text = old == null ? "" : old.reveal();
        try (Editor editor = Editor.on(session, "value.txt", text)) {
            String edited = editor.edit();
            // Editors end a last line that had no end.
            String value =
                    !text.endsWith("\n") && edited.endsWith("\n") ? edited.substring(0, edited.length() - 1) : edited;
            boolean nothing = old == null && value.isEmpty();
            return VariableChanges.merge(before, nothing ? Map.of() : Map.of(key, Secret.of(value)));
        }
    }
}
