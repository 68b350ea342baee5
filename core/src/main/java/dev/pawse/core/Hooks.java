package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.Event;
import dev.pawse.spi.Hook;
import dev.pawse.spi.Hook.Outcome;
import dev.pawse.spi.Hook.Point;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the hooks around a transition, one after the other, and records how each ended. Blocks until all have run. */
final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

    private final Supplier<List<Hook>> configured;
    private final List<Hook> added;
    private final Events events;
    private final Clock clock;

    /**
     * @param configured those of the settings, which may change, and which run first
     * @param added those that stay
     */
    Hooks(Supplier<List<Hook>> configured, List<Hook> added, Events events, Clock clock) {
        this.configured = configured;
        this.added = List.copyOf(added);
        this.events = events;
        this.clock = clock;
    }

    /**
     * Runs every hook at this point; after one that objects, the others are not run.
     *
     * @param required whether a failure is an objection
     * @return why the transition must not happen, or empty when it may
     */
    Optional<String> run(Point point, App app, boolean required) {
        String objection = run(configured.get(), point, app, required);
        return Optional.ofNullable(objection != null ? objection : run(added, point, app, required));
    }

    private @Nullable String run(List<Hook> hooks, Point point, App app, boolean required) {
        for (Hook hook : hooks) {
            String objection = hook.runsAt(point, app) ? objection(point, app, hook, required) : null;
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }

    private @Nullable String objection(Point point, App app, Hook hook, boolean required) {
        Outcome outcome = outcome(point, app, hook);
        if (outcome instanceof Outcome.Vetoed vetoed) {
            record(point, app, hook, "vetoed: " + vetoed.why());
            return point == Point.BEFORE_STOP ? "hook " + hook.name() + " says no: " + vetoed.why() : null;
        }
        if (outcome instanceof Outcome.Failed failed) {
            record(point, app, hook, "failed: " + failed.why());
            LOG.warn("{}: {} hook {} failed: {}", app.id(), point.label(), hook.name(), failed.why());
            return required ? "the required hook " + hook.name() + " failed: " + failed.why() : null;
        }
        record(point, app, hook, "succeeded");
        return null;
    }

    private static Outcome outcome(Point point, App app, Hook hook) {
        try {
            return hook.run(point, app);
        } catch (RuntimeException e) {
            LOG.warn("{}: {} hook {} threw", app.id(), point.label(), hook.name(), e);
            return new Outcome.Failed(e.toString());
        }
    }

    private void record(Point point, App app, Hook hook, String outcome) {
        events.emit(new Event.HookRan(clock.instant(), app.id(), point, hook.name(), outcome));
    }
}
