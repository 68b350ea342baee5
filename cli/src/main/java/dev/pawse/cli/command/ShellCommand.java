package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Json;
import dev.pawse.cli.Problem;
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

/** {@code pawse shell}: an interactive shell of an app, in a new process or in one that runs. */
@Command(
        description = {
            "Starts a process of its own with the app's code and variables, which ends with the shell. --process goes into"
                    + " one that runs, and wakes an app that sleeps.",
            "Enter ~ . leaves a session that hangs. With a command there is no terminal unless -t is given, the exit code is"
                    + " the command's and failures of pawse are 125."
        },
        footer = {
            "pawse shell -a shop",
            "pawse shell -a shop --process web.1",
            "pawse shell -a shop --process web -- cat /etc/hosts",
            "pawse shell -a shop -t -- top"
        })
public final class ShellCommand implements Action {
    @Option(names = "--process", paramLabel = "P", description = "Go into this running process: web.1, or one of web.")
    @Nullable
    String process;

    @Option(names = "--new", description = "In a new process; this is what is done without --process.")
    boolean fresh;

    @Mixin
    OneOff oneOff = new OneOff();

    @Option(names = "--no-wake", description = "With --process: fail when the app sleeps instead of waking it.")
    boolean noWake;

    @Option(
            names = {"-t", "--tty"},
            description = "Give a command the terminal.")
    boolean tty;

    @Parameters(
            arity = "0..*",
            paramLabel = "[[--] COMMAND...]",
            description = "Run this instead of an interactive shell.")
    List<String> command = List.of();

    @Override
    public int run(Session session) {
        refuseContradictions(session);
        Target target = session.targets().app();
        Shell shell = target.require(Shell.class);
        if (session.options().dryRun) {
            return tell(session, target);
        }
        String attached = process == null ? null : RunningProcess.of(session, target, process, !noWake);
        RemoteCommand remote =
                command.isEmpty() || tty ? RemoteCommand.onTerminal(session) : RemoteCommand.piped(session);
        return remote.run(
                terminal -> shell.openShell(target.id(), oneOff.request(session, command, attached, terminal)));
    }

    @Override
    public boolean takesCommand() {
        return true;
    }

    @Override
    public boolean passesExitCode() {
        return !command.isEmpty();
    }

    private void refuseContradictions(Session session) {
        if (process != null && fresh) {
            throw Problem.usage("--new and --process contradict each other").failure();
        }
        if (process != null && oneOff.size != null) {
            throw Problem.usage("--size is for a new process, and --process names one that runs")
                    .failure();
        }
        if (tty && !RemoteCommand.isOnTerminal(session)) {
            throw Problem.usage("--tty: standard input and output are not both a terminal")
                    .failure();
        }
    }

    private int tell(Session session, Target target) {
        String what = command.isEmpty() ? "open a shell" : "run " + Text.line(String.join(" ", command));
        String where = process == null ? "a new process" : process;
        session.out()
                .one(
                        List.of("Would " + what + " in " + where + " of "
                                + target.id().name() + "."),
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
                                "dryRun",
                                true));
        return ExitCode.OK;
    }
}
