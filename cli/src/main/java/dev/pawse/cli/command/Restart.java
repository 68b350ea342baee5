package dev.pawse.cli.command;

import dev.pawse.cli.Action;
import dev.pawse.cli.ExitCode;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.AppState;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Processes.AppProcess;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawse restart}: restarts an app's processes, those of one type, or one. */
@Command(footer = {"pawse restart -a shop", "pawse restart web -a shop --wait", "pawse restart web.1 -a shop"})
public final class Restart implements Action {
    @Parameters(arity = "0..1", paramLabel = "[TYPE[.N]]", description = "Only this type or this process.")
    @Nullable
    String process;

    @Option(
            names = "--wait",
            negatable = true,
            description = "Return when the new processes run; else when the platform has accepted it.")
    boolean wait;

    @Override
    public int run(Session session) {
        Target target = session.targets().app();
        Processes processes = target.require(Processes.class);
        String what = process == null ? "all processes" : process;
        boolean dry = session.options().dryRun;
        List<AppProcess> before = processes.processes(target.id());
        boolean sleeps = before.isEmpty() && process == null;
        Instant asked = session.world().clock().instant();
        if (!dry && !sleeps) {
            processes.restartProcesses(target.id(), process);
        }
        String line = sleeps
                ? target.id().name() + " sleeps: there is nothing to restart."
                : (dry ? "Would restart " : "Restarted ") + what + " of "
                        + target.id().name() + ".";
        Changes.report(session, target, line, "action", sleeps ? "unchanged" : "restarted", "process", process);
        if (wait && !dry && !sleeps) {
            Changes.await(
                    session,
                    target,
                    what + " of " + target.id().name() + " run again",
                    () -> runsAgain(target, old(before, asked), processes.processes(target.id())));
        }
        return ExitCode.OK;
    }

    private boolean runsAgain(Target target, List<AppProcess> before, List<AppProcess> now) {
        List<AppProcess> concerned = now.stream().filter(this::isConcerned).toList();
        if (concerned.stream().anyMatch(one -> one.state() == AppState.CRASHED && !isOld(one, before))) {
            throw Changes.crashed(target);
        }
        return !concerned.isEmpty()
                && concerned.stream().allMatch(one -> one.state() == AppState.RUNNING && !isOld(one, before));
    }

    /** Those whose start can be told from that of what takes their place: platforms tell it to the second. */
    private static List<AppProcess> old(List<AppProcess> before, Instant asked) {
        Instant sure = asked.minusSeconds(1);
        return before.stream()
                .filter(one -> one.startedAt() != null && one.startedAt().isBefore(sure))
                .toList();
    }

    private boolean isConcerned(AppProcess one) {
        return one.state() != AppState.STOPPED
                && (process == null || one.name().equals(process) || one.type().equals(process));
    }

    /** Where the platform does not tell since when a process runs, it is taken for a new one. */
    private static boolean isOld(AppProcess one, List<AppProcess> before) {
        return one.startedAt() != null
                && before.stream()
                        .anyMatch(old ->
                                old.name().equals(one.name()) && one.startedAt().equals(old.startedAt()));
    }
}
