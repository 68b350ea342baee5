package dev.pawse.core;

import dev.pawse.core.Phase.Draining;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Event;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Hook.Point;
import dev.pawse.spi.Mandate;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.Registry.Usage;
import dev.pawse.spi.capability.Scaling;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try to stop one app. The formation and the intent are in the registry before its provider is asked; whether anybody uses it
 * is read again after each announcement, the last time right before the call. Blocks.
 */
final class RestAttempt {
    /** Why an app was not stopped that had nothing to stop. */
    static final String SLEEPS = "it sleeps already";

    private static final Logger LOG = LoggerFactory.getLogger(RestAttempt.class);

    private final Parts parts;
    private final Lifecycle lifecycle;
    private final AppId id;
    private final Duration idleAtLeast;
    private final long uses;
    private final BooleanSupplier allowed;

    /**
     * @param uses what {@link Activity#uses} said when the app was found idle
     * @param allowed whether who asks may still stop apps: read right before the call
     */
    RestAttempt(Parts parts, Lifecycle lifecycle, AppId id, Duration idleAtLeast, long uses, BooleanSupplier allowed) {
        this.parts = parts;
        this.lifecycle = lifecycle;
        this.id = id;
        this.idleAtLeast = idleAtLeast;
        this.uses = uses;
        this.allowed = allowed;
    }

    /**
     * Tries.
     *
     * @return why it was not stopped, {@link #SLEEPS} among others, or empty when it was
     * @throws PawseException when a provider or the registry failed; then it is tried again at the next sweep
     */
    Optional<String> run() {
        Optional<String> never = forbidden().or(this::busy);
        if (never.isPresent()) {
            return never;
        }
        Draining draining = lifecycle.drain(id);
        if (draining == null) {
            return Optional.of("it is just being woken or stopped");
        }
        try {
            return announced(draining);
        } catch (PawseException e) {
            parts.events().emit(new Event.RestFailed(parts.clock().instant(), id, e.reason(), e.message()));
            throw e;
        } finally {
            lifecycle.undrain(id, draining);
        }
    }

    private Optional<String> forbidden() {
        if (parts.dryRun()) {
            return Optional.of("a dry run stops nothing");
        }
        if (parts.policy(id).ignored()) {
            return Optional.of("the rules say to ignore it");
        }
        App app = parts.sightings().app(id);
        return app != null && app.alwaysOn() ? Optional.of("it is always on") : Optional.empty();
    }

    /** Who uses it in this process, or needs it. */
    private Optional<String> busy() {
        int inFlight = parts.activity().inFlight(id);
        if (inFlight > 0) {
            return Optional.of(inFlight + " in flight");
        }
        Duration idle = parts.activity().idle(id);
        if (idle.compareTo(idleAtLeast) < 0) {
            return Optional.of("it was used " + idle.toSeconds() + " s ago");
        }
        if (parts.activity().uses(id) != uses) {
            return Optional.of("it was just asked for");
        }
        return parts.links().dependents(id).stream()
                .filter(this::runs)
                .findFirst()
                .map(dependent -> dependent + " runs and needs it");
    }

    private boolean runs(AppId dependent) {
        Phase phase = lifecycle.phase(dependent);
        if (phase != null && !(phase instanceof Phase.Doubtful) && !(phase instanceof Phase.Passive)) {
            return true;
        }
        App app = parts.sightings().app(dependent);
        return app != null && (app.state() == AppState.RUNNING || app.state() == AppState.STARTING);
    }

    private Optional<String> announced(Draining draining) {
        Optional<String> busy = busy();
        if (busy.isPresent()) {
            return busy;
        }
        try (Leases.Held lease = parts.leases().take(id).orElse(null)) {
            if (lease == null) {
                return Optional.of("another transition of it is under way");
            }
            return leased(draining, lease);
        }
    }

    private Optional<String> leased(Draining draining, Leases.Held lease) {
        App app = parts.look(id);
        Scaling scaling = parts.provider(id).require(Scaling.class);
        Formation formation = scaling.formation(id);
        if (formation.isZero()) {
            return stoppedAlready();
        }
        Duration idle = parts.activity().idle(id);
        boolean required = parts.policy(id).requiredHooks().contains(Point.BEFORE_STOP);
        Optional<String> objection = parts.hooks().run(Point.BEFORE_STOP, app, required);
        if (objection.isPresent()) {
            return cancelled(objection.get());
        }
        Optional<Entry> before = parts.ledger().read(id);
        Formation ran = before.map(entry -> ran(entry, formation)).orElse(formation);
        Optional<Entry> written = parts.ledger().replace(id, before, Stage.RESTING, ran, lease.fence());
        if (written.isEmpty()) {
            return cancelled("another process just wrote its entry");
        }
        Entry intent = written.get();
        Optional<String> late = lateComer(lease, intent);
        if (late.isEmpty() && !lifecycle.stops(id, draining)) {
            late = Optional.of("it was just asked for");
        }
        // What somebody left half stopped or half started is so again, for the next sweep to finish.
        Stage unlessStopped = before.filter(OpenIntents::isOpen).isPresent() ? Stage.WAKING : Stage.AWAKE;
        Attempt attempt = new Attempt(app, ran, idle, intent, unlessStopped, lease);
        if (late.isPresent()) {
            return undone(attempt, late.get());
        }
        return stop(scaling, draining, attempt);
    }

    /** What runs, or what ran before somebody stopped or started a part of it and did not come to the end. */
    private static Formation ran(Entry before, Formation now) {
        return OpenIntents.isOpen(before) && OpenIntents.isPartOf(now, before.formation()) ? before.formation() : now;
    }

    /** What a stop was begun with, and what the app is if nothing comes of it. */
    private record Attempt(
            App app, Formation formation, Duration idle, Entry intent, Stage unlessStopped, Leases.Held lease) {}

    private Optional<String> lateComer(Leases.Held lease, Entry intent) {
        Optional<String> busy = busy();
        if (busy.isPresent()) {
            return busy;
        }
        Usage everywhere = parts.fleet().usage(id);
        if (everywhere.inFlight() > 0) {
            return Optional.of(everywhere.inFlight() + " in flight, those of other processes included");
        }
        if (everywhere.idle().compareTo(idleAtLeast) < 0) {
            return Optional.of("a process used it " + everywhere.idle().toSeconds() + " s ago");
        }
        if (!parts.registry().isSettled()) {
            return Optional.of("the registry does not know yet of every use");
        }
        if (!lease.renew() || !allowed.getAsBoolean()) {
            return Optional.of("the lease ran out meanwhile");
        }
        if (parts.ledger().read(id).map(Entry::epoch).orElse(0L) != intent.epoch()) {
            return Optional.of("another process woke it");
        }
        return busy();
    }

    private Optional<String> stop(Scaling scaling, Draining draining, Attempt attempt) {
        Optional<String> last = busy();
        if (last.isPresent()) {
            lifecycle.stopped(id, draining.before());
            return undone(attempt, last.get());
        }
        try {
            order(scaling, attempt);
        } catch (Throwable e) {
            // What became of it is not known: the next wake looks.
            attempt.lease.close();
            lifecycle.stopped(id, null);
            throw e;
        }
        return rested(attempt);
    }

    private void order(Scaling scaling, Attempt attempt) {
        Mandate mandate = Mandate.whileHeld(() -> attempt.lease.held() && allowed.getAsBoolean());
        try {
            mandate.run(() -> scaling.stop(id));
        } catch (PawseException e) {
            // Whoever may act in our place looks after what was begun.
            if (!attempt.lease.held() || stillRuns(attempt)) {
                throw e;
            }
            LOG.warn("{} was stopped although its platform did not say so: {}", id, e.message());
        }
    }

    /** Whether the app runs after all; where not even that is known, the intent stays open for the next sweep. */
    private boolean stillRuns(Attempt attempt) {
        AppState state;
        try {
            state = parts.look(id).state();
        } catch (PawseException e) {
            LOG.warn("{}: whether it was stopped is not known: {}", id, e.message());
            return true;
        }
        if (state == AppState.STOPPED || state == AppState.STOPPING) {
            return false;
        }
        // Some of its processes may have been stopped; where they cannot be started again, the intent stays open.
        OpenIntents.complete(parts, attempt.intent);
        parts.ledger().note(id, Stage.AWAKE, attempt.formation);
        return true;
    }

    private Optional<String> rested(Attempt attempt) {
        parts.sightings().stopped(id, parts.nanos());
        Optional<Stage> others = writtenByOthers(attempt);
        if (others.filter(stage -> stage == Stage.ASLEEP || stage == Stage.RESTING)
                .isPresent()) {
            attempt.lease.close();
            lifecycle.stopped(id, null);
            return cancelled("another process stopped it");
        }
        parts.hooks().run(Point.AFTER_STOP, attempt.app, false);
        parts.events().emit(new Event.Rested(parts.clock().instant(), id, attempt.formation, attempt.idle));
        attempt.lease.close();
        lifecycle.stopped(id, null);
        if (others.isPresent()) {
            lifecycle.wake(id);
        }
        return Optional.empty();
    }

    /** Commits the stop; what another process wrote of the app while we stopped it, if one did: it was woken, or stopped for us. */
    private Optional<Stage> writtenByOthers(Attempt attempt) {
        try {
            boolean committed = parts.ledger()
                    .replace(id, Optional.of(attempt.intent), Stage.ASLEEP, attempt.formation, attempt.lease.fence())
                    .isPresent();
            return committed ? Optional.empty() : parts.ledger().read(id).map(Entry::stage);
        } catch (PawseException e) {
            LOG.warn("{} was stopped, and the registry does not know it yet: {}", id, e.message());
            return Optional.empty();
        }
    }

    private Optional<String> stoppedAlready() {
        parts.sightings().stopped(id, parts.nanos());
        lifecycle.doubt(id);
        return Optional.of(SLEEPS);
    }

    private Optional<String> undone(Attempt attempt, String why) {
        try {
            if (!takenBack(attempt.intent, attempt, Registry.UNFENCED)) {
                // Who uses the app may have objected to the intent by then; that nothing was begun is known here alone.
                long objection = attempt.intent.epoch() + 1;
                parts.ledger()
                        .read(id)
                        .filter(now -> now.stage() == Stage.WAKING && now.epoch() == objection)
                        .ifPresent(now -> takenBack(now, attempt, attempt.lease.fence()));
            }
        } catch (PawseException e) {
            LOG.warn("{}: its intent stays open for now: {}", id, e.message());
        }
        return cancelled(why);
    }

    private boolean takenBack(Entry intent, Attempt attempt, long fence) {
        return parts.ledger()
                .replace(id, Optional.of(intent), attempt.unlessStopped, intent.formation(), fence)
                .isPresent();
    }

    private Optional<String> cancelled(String why) {
        parts.events().emit(new Event.RestCancelled(parts.clock().instant(), id, why));
        return Optional.of(why);
    }
}
