package dev.pawse.cli.command;

import dev.pawse.cli.FormationMemory;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.spi.App;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Durations;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What the commands that change an app have in common: how they tell it and how they wait for it. */
final class Changes {
    private static final Duration POLL = Duration.ofMillis(200);

    private Changes() {}

    static void report(Session session, Target target, String action, Formation formation, String line) {
        session.out()
                .one(
                        List.of(line),
                        Json.object(
                                "app", target.id().name(),
                                "provider", target.id().provider(),
                                "action", action,
                                "formation", AppFacts.processes(formation),
                                "dryRun", session.options().dryRun));
    }

    /**
     * Starts an app that rests with what it ran before, else with what it usually runs.
     *
     * @return what it is asked to run
     */
    static Formation start(Session session, Target target, Scaling scaling) {
        FormationMemory memory = FormationMemory.of(session.world());
        Formation wanted = memory.recall(target.id())
                .filter(remembered -> !remembered.isZero())
                .orElseGet(() -> scaling.initialFormation(target.id()));
        if (!session.options().dryRun) {
            scaling.start(target.id(), wanted);
            memory.forget(target.id());
        }
        return wanted;
    }

    /**
     * Waits until an app is as wanted.
     *
     * @throws PawseException {@link Reason#TIMEOUT} when it is not in time; {@link Reason#FAILED} when it crashed instead
     */
    static void await(Session session, Target target, AppState wanted, Duration limit) {
        session.progress("Waiting until " + target.id().name() + " is " + wanted.label() + ", at most "
                + Durations.format(limit) + " …");
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            App app = target.app();
            if (app.state() == wanted) {
                return;
            }
            if (app.state() == AppState.CRASHED && wanted == AppState.RUNNING) {
                throw new PawseException(
                        Reason.FAILED, "its processes ended by themselves; see pawse logs " + target.flag());
            }
            if (System.nanoTime() > end) {
                throw new PawseException(
                        Reason.TIMEOUT,
                        "is " + app.state().label() + " after " + Durations.format(limit)
                                + "; it goes on without us, see pawse ps " + target.flag());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    static void refuseAlwaysOn(App app, String verb) {
        if (app.alwaysOn()) {
            throw new PawseException(Reason.UNSUPPORTED, "runs elsewhere and is only routed to: it cannot be " + verb);
        }
    }
}
