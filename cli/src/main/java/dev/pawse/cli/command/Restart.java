package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.capability.Processes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pawse restart}: restarts an app's processes, those of one type, or one. */
@Command(footer = {"pawse restart -a shop", "pawse restart web -a shop", "pawse restart web.1 -a shop"})
public final class Restart implements Action {
    @Parameters(arity = "0..1", paramLabel = "[TYPE[.N]]", description = "Only this type or this process.")
    @Nullable
    String process;

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        Processes processes = target.require(Processes.class);
        String what = process == null ? "all processes" : process;
        boolean dry = session.options().dryRun;
        boolean sleeps = processes.processes(target.id()).isEmpty();
        if (!dry && !(sleeps && process == null)) {
            processes.restartProcesses(target.id(), process);
        }
        String line = sleeps && process == null
                ? target.id().name() + " sleeps: there is nothing to restart."
                : (dry ? "Would restart " : "Restarted ") + what + " of "
                        + target.id().name() + ".";
        session.out()
                .one(
                        List.of(line),
                        Json.object(
                                "app",
                                target.id().name(),
                                "provider",
                                target.id().provider(),
                                "action",
                                sleeps && process == null ? "unchanged" : "restarted",
                                "process",
                                process,
                                "dryRun",
                                dry));
        return ExitCode.OK;
    }
}
