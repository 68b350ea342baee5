package dev.pawse.cli.command;

import dev.pawse.cli.Ending;
import dev.pawse.cli.FormationMemory;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Target;
import dev.pawse.cli.Waiting;
import dev.pawse.cli.Watch;
import dev.pawse.spi.App;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Durations;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the commands that change an app have in common: how they tell it and how they wait for it. */
final class Changes {
    private static final Duration USUAL = Duration.ofMinutes(10);

    private Changes() {}

    static void report(Session session, Target target, String action, Formation formation, String line) {
        report(session, target, line, "action", action, "formation", AppFacts.processes(formation));
    }

    /** Tells what was done with an app, or would be: a line for people; app, provider, the facts and {@code dryRun} for programs. */
    static void report(Session session, Target target, String line, @Nullable Object... facts) {
        Map<String, @Nullable Object> json =
                Json.object("app", target.id().name(), "provider", target.id().provider());
        json.putAll(Json.object(facts));
        json.put("dryRun", session.options().dryRun);
        session.out().one(List.of(line), json);
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
    static void await(Session session, Target target, AppState wanted) {
        await(session, target, target.id().name() + " is " + wanted.label(), () -> {
            AppState state = target.app().state();
            if (state == AppState.CRASHED && wanted == AppState.RUNNING) {
                throw crashed(target);
            }
            return state == wanted;
        });
    }

    /** Waits until something holds, as long as {@code --timeout} says. */
    static void await(Session session, Target target, String what, BooleanSupplier holds) {
        Duration limit = session.timeout(USUAL);
        boolean held;
        try (Ending told = Ending.saying(session, "it goes on without us, see pawse ps " + target.flag());
                Waiting shown = Waiting.on(session, "Waiting until " + what + ", at most " + Durations.format(limit))) {
            held = new Watch(session, limit).holds(holds);
        }
        if (!held) {
            throw new PawseException(
                    Reason.TIMEOUT,
                    "is " + target.app().state().label() + " after " + Durations.format(limit)
                            + "; it goes on without us, see pawse ps " + target.flag());
        }
    }

    static PawseException crashed(Target target) {
        return new PawseException(Reason.FAILED, "its processes ended by themselves; see pawse logs " + target.flag());
    }

    static void refuseAlwaysOn(App app, String verb) {
        if (app.alwaysOn()) {
            throw new PawseException(Reason.UNSUPPORTED, "runs elsewhere and is only routed to: it cannot be " + verb);
        }
    }
}
