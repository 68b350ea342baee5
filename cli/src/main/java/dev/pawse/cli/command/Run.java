package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.RemoteCommand;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.cli.Text;
import dev.pawse.spi.capability.Shell;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse run}: a command in a new process of an app, as if it ran here. */
@Command(
        description = {
            "Starts a process of its own with the app's code and variables, whether the app runs or sleeps, and ends with the"
                    + " command's exit code. Failures of pawse are 125; a platform that cannot do it is 5.",
            "Standard input goes to the command. Ctrl-C and SIGTERM end the command, and so does --timeout."
        },
        footer = {
            "pawse run -a shop -- rake db:migrate",
            "pawse run -a shop --size L -e DEBUG=1 -- ./report --month 9 > report.csv",
            "pawse run -a shop --detach -- ./reindex"
        })
public final class Run implements Action {
    @Mixin
    OneOff oneOff = new OneOff();

    @Option(names = "--detach", description = "Do not wait: print the process's name and how to see what it writes.")
    boolean detach;

    @Parameters(arity = "1..*", paramLabel = "[--] COMMAND...", description = "Program and arguments.")
    List<String> command = List.of();

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        Shell shell = target.require(Shell.class);
        if (session.options().dryRun) {
            String verb = detach ? "Would start " : "Would run ";
            report(
                    session,
                    target,
                    null,
                    verb + words() + " in a new process of " + target.id().name() + ".");
            return ExitCode.OK;
        }
        if (detach) {
            String process = shell.runDetached(target.id(), oneOff.request(session, command, null, null));
            report(
                    session,
                    target,
                    process,
                    "Started " + words() + " as " + process + " of "
                            + target.id().name() + ". What it writes: pawse logs " + target.flag() + " --process "
                            + process + " --tail");
            return ExitCode.OK;
        }
        return RemoteCommand.piped(session)
                .run(terminal -> shell.openShell(target.id(), oneOff.request(session, command, null, terminal)));
    }

    @Override
    public boolean takesCommand() {
        return true;
    }

    @Override
    public boolean passesExitCode() {
        return !detach;
    }

    private void report(Session session, Target target, @Nullable String process, String line) {
        session.out()
                .one(
                        List.of(line),
                        Json.object(
                                "app",
                                target.id().name(),
                                "provider",
                                target.id().provider(),
                                "process",
                                process,
                                "command",
                                command,
                                "size",
                                oneOff.size,
                                "detached",
                                detach,
                                "dryRun",
                                session.options().dryRun));
    }

    private String words() {
        return Text.line(String.join(" ", command));
    }
}
