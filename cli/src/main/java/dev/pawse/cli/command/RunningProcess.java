package dev.pawse.cli.command;

import dev.pawse.cli.Problem;
import dev.pawse.cli.Session;
import dev.pawse.cli.Similar;
import dev.pawse.cli.Target;
import dev.pawse.spi.App;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Processes.AppProcess;
import dev.pawse.spi.capability.Scaling;
import java.util.List;

/** Finds the running process that a user means, and wakes its app for that where it sleeps. */
final class RunningProcess {

    private RunningProcess() {}

    /** @param wanted a process such as {@code web.1}, or a type such as {@code web} */
    static String of(Session session, Target target, String wanted, boolean wake) {
        requireAwake(session, target, wanted, wake);
        Processes processes = target.provider().capability(Processes.class).orElse(null);
        if (processes == null) {
            return wanted;
        }
        List<AppProcess> running = processes.processes(target.id()).stream()
                .filter(process -> process.state() == AppState.RUNNING || process.state() == AppState.STARTING)
                .toList();
        return running.stream()
                .filter(process ->
                        process.name().equals(wanted) || process.type().equals(wanted))
                .map(AppProcess::name)
                .findFirst()
                .orElseThrow(() -> missing(target, wanted, running));
    }

    private static void requireAwake(Session session, Target target, String wanted, boolean wake) {
        App app = target.app();
        boolean sleeps = app.state() == AppState.STOPPED || app.state() == AppState.STOPPING;
        if (sleeps && !wake) {
            throw Problem.of(
                            Reason.NOT_FOUND,
                            target.id().name() + " sleeps: there is no process " + wanted + " to go into")
                    .next("the same without --no-wake, or pawse start " + target.flag())
                    .about(target.id())
                    .failure();
        }
        if (sleeps) {
            Changes.refuseAlwaysOn(app, "woken");
            Formation started = Changes.start(session, target, target.require(Scaling.class));
            session.progress(target.id().name() + " sleeps: woken with " + started + ".");
        }
        if (sleeps || app.state() == AppState.STARTING) {
            Changes.await(session, target, AppState.RUNNING);
        }
    }

    private static RuntimeException missing(Target target, String wanted, List<AppProcess> running) {
        List<String> names = running.stream().map(AppProcess::name).toList();
        return Problem.of(Reason.NOT_FOUND, target.id().name() + " has no running process " + wanted)
                .similar(Similar.to(wanted, names).orElse(names.isEmpty() ? null : String.join(" ", names)))
                .next("pawse ps " + target.flag())
                .about(target.id())
                .failure();
    }
}
