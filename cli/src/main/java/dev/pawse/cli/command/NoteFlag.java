package dev.pawse.cli.command;

import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.capability.ConfigVars;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A word on why variables are changed, where the platform has a place for it. */
final class NoteFlag {
    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "Why; kept where the platform has a place for it.")
    @Nullable
    String message;

    @Nullable
    String of(Session session, Target target, ConfigVars vars) {
        if (message != null && !vars.keepsNotes()) {
            session.progress(target.id().provider() + " keeps no message with config variables; it is left out.");
        }
        return message;
    }
}
