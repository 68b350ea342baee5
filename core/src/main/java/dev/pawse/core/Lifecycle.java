package dev.pawse.core;

import dev.pawse.core.Phase.Ask;
import dev.pawse.core.Phase.Awake;
import dev.pawse.core.Phase.Doubtful;
import dev.pawse.core.Phase.Draining;
import dev.pawse.core.Phase.Passive;
import dev.pawse.core.Phase.Stopping;
import dev.pawse.core.Phase.Waking;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes and rests apps: one transition at a time per app, however many ask. Safe for many threads.
 *
 * <p>A request and a stop always see each other: a request begins its {@link Activity} and then reads the phase; a stop publishes
 * its phase and then reads the activity. A stop that is seen before its provider was called is cancelled; after that, the wake
 * waits for its end and starts the app again.
 *
 * <p>An app is not stopped while an app that is linked to it runs: the dependent one rests first. So the use of an app is a use of
 * all that it needs, and an app that is never stopped keeps what it needs awake.
 */
public final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Parts parts;
    private final ConcurrentHashMap<AppId, Phase> phases = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Lifecycle(Parts parts) {
        this.parts = parts;
    }

    /**
     * The app if requests may be forwarded to it at once, else null. An app that is ignored or always on is given as it was last
     * discovered. One read of memory: never blocks, allocates nothing, calls nobody.
     */
    public @Nullable App awake(AppId id) {
        Phase phase = phases.get(id);
        return phase == null ? null : phase.awake();
    }

    /**
     * Wakes an app that rests. Never blocks. The stage ends with the app once it answers, or with a {@link PawseException}: what
     * the provider said; {@link Reason#TIMEOUT} when it took too long; {@link Reason#UNAVAILABLE} with
     * {@link PawseException#retryAfter()} while it is not tried because it failed too often. The stage cannot be cancelled, so
     * that a waiter that leaves disturbs nobody.
     */
    public CompletionStage<App> wake(AppId id) {
        while (true) {
            App known = awake(id);
            if (known != null) {
                return CompletableFuture.completedStage(known);
            }
            if (closed) {
                return CompletableFuture.failedStage(stopping(id));
            }
            Ask mine = new Ask(parts.nanos());
            Phase phase = phases.compute(id, (key, now) -> asked(key, now, mine));
            if (phase instanceof Waking waking) {
                if (waking.ask() == mine) {
                    launch(id, waking);
                }
                return waking.ask().answer().minimalCompletionStage();
            }
            if (phase instanceof Stopping stopping && stopping.next() != null) {
                return stopping.next().answer().minimalCompletionStage();
            }
            PawseException refusal = parts.breaker().refusal(id);
            if (refusal != null) {
                return CompletableFuture.failedStage(refusal);
            }
        }
    }

    /** The app refused a request that it should have taken: the next {@link #wake} looks again. Never blocks. */
    public void doubt(AppId id) {
        phases.computeIfPresent(id, (key, phase) -> {
            if (phase instanceof Awake awake) {
                return new Doubtful(awake.sinceNanos());
            }
            // A stop that is under way finds its phase gone and gives up; the next wake looks.
            return phase instanceof Draining draining && draining.before() instanceof Awake awake
                    ? new Doubtful(awake.sinceNanos())
                    : phase;
        });
    }

    /**
     * Stops an app if nothing is in flight in any process and nobody has used it for so long. Blocks until the provider has
     * accepted the stop. A provider that fails is an event and not an exception.
     *
     * @return whether it was stopped
     */
    public boolean rest(AppId id, Duration idleAtLeast) {
        return rest(id, idleAtLeast, parts.activity().uses(id), () -> true);
    }

    /** As above, if also no use began since {@link Activity#uses} was read, and who asks may stop apps up to the last moment. */
    boolean rest(AppId id, Duration idleAtLeast, long uses, BooleanSupplier allowed) {
        try {
            Optional<String> kept = new RestAttempt(parts, this, id, idleAtLeast, uses, allowed).run();
            kept.ifPresent(why -> LOG.debug("{} stays awake: {}", id, why));
            return kept.isEmpty();
        } catch (PawseException e) {
            LOG.debug("{} could not be stopped", id, e);
            return false;
        }
    }

    /**
     * Stops an app now if nothing is in flight in any process; does nothing when it sleeps already. Blocks until the provider
     * has accepted the stop.
     *
     * @throws PawseException {@link Reason#CONFLICT}, saying why, when it must not be stopped; or whatever the provider throws
     */
    public void sleep(AppId id) {
        Optional<String> kept =
                new RestAttempt(parts, this, id, Duration.ZERO, parts.activity().uses(id), () -> true).run();
        if (kept.isPresent() && !kept.get().equals(RestAttempt.SLEEPS)) {
            throw new PawseException(Reason.CONFLICT, id + " is not stopped: " + kept.get());
        }
    }

    /** Whether this process is just waking or stopping an app. */
    boolean isUnderWay(AppId id) {
        Phase phase = phases.get(id);
        return phase instanceof Waking || phase instanceof Draining || phase instanceof Stopping;
    }

    /** What is being done with an app, or null when nothing is known. */
    @Nullable
    Phase phase(AppId id) {
        return phases.get(id);
    }

    /** Takes over what a sweep saw of an app that is to be forwarded to and otherwise left alone, or is so no more. */
    void passive(AppId id, @Nullable App app) {
        phases.compute(id, (key, phase) -> {
            if (app == null) {
                return phase instanceof Passive ? null : phase;
            }
            return phase == null || phase.awake() != null || phase instanceof Doubtful ? new Passive(app) : phase;
        });
    }

    /** Takes over the newest view of an app that is awake, e.g. its endpoints, unless it was looked at since. */
    void refresh(App app, long askedNanos) {
        phases.computeIfPresent(
                app.id(),
                (id, phase) -> phase instanceof Awake awake && askedNanos - awake.sinceNanos() > 0
                        ? new Awake(app, askedNanos)
                        : phase);
    }

    /** Forgets an app of which nothing is under way; tells whether it did. */
    boolean forget(AppId id) {
        Phase left = phases.computeIfPresent(
                id, (key, phase) -> phase.awake() != null || phase instanceof Doubtful ? null : phase);
        if (left == null) {
            parts.breaker().succeeded(id);
        }
        return left == null;
    }

    /** Fails all who wait, now and from now on. Never blocks. */
    void close() {
        closed = true;
        phases.forEach((id, phase) -> {
            Ask ask = phase instanceof Waking waking
                    ? waking.ask()
                    : phase instanceof Stopping stopping ? stopping.next() : null;
            if (ask != null) {
                ask.answer().completeExceptionally(stopping(id));
            }
        });
    }

    /** The flight has found the app ready. Tells whether anybody still waits for it: a flight may be given up. */
    boolean landed(AppId id, Ask ask, App app, long lookedNanos, boolean passive) {
        parts.activity().touch(id);
        boolean[] mine = new boolean[1];
        phases.computeIfPresent(id, (key, phase) -> {
            mine[0] = phase instanceof Waking waking && waking.ask() == ask;
            if (!mine[0]) {
                return phase;
            }
            parts.breaker().succeeded(id);
            return passive ? new Passive(app) : new Awake(app, lookedNanos);
        });
        if (!mine[0]) {
            return false;
        }
        ask.answer().complete(app);
        return true;
    }

    /** The flight has ended without an app that answers. Tells whether it had not ended before. */
    boolean crashed(AppId id, Ask ask, PawseException why) {
        boolean[] mine = new boolean[1];
        phases.computeIfPresent(id, (key, phase) -> {
            mine[0] = phase instanceof Waking waking && waking.ask() == ask;
            if (!mine[0]) {
                return phase;
            }
            // Before anybody can see that the flight has ended: the next question must find the failure counted.
            if (!closed && !parts.dryRun()) {
                parts.breaker().failed(id, why);
            }
            return null;
        });
        ask.answer().completeExceptionally(why);
        return mine[0];
    }

    /** Announces a stop, which a wake can still cancel; null when something else is under way. */
    @Nullable
    Draining drain(AppId id) {
        Draining[] mine = new Draining[1];
        phases.compute(id, (key, phase) -> {
            if (phase != null && !(phase instanceof Awake) && !(phase instanceof Doubtful)) {
                return phase;
            }
            mine[0] = new Draining(phase);
            return mine[0];
        });
        return mine[0];
    }

    /** Takes an announcement back, if it still stands. */
    void undrain(AppId id, Draining draining) {
        phases.computeIfPresent(id, (key, phase) -> phase == draining ? draining.before() : phase);
    }

    /** Makes an announced stop final; false when a wake has cancelled it. */
    boolean stops(AppId id, Draining draining) {
        return phases.computeIfPresent(id, (key, phase) -> phase == draining ? new Stopping(null) : phase)
                instanceof Stopping;
    }

    /** A final stop has ended: those who came meanwhile are woken for, else the phase is the given one. */
    void stopped(AppId id, @Nullable Phase after) {
        Phase now = phases.computeIfPresent(id, (key, phase) -> {
            if (!(phase instanceof Stopping stopping)) {
                return phase;
            }
            return stopping.next() == null ? after : new Waking(stopping.next(), parts.nanos());
        });
        if (now instanceof Waking waking) {
            launch(id, waking);
        }
    }

    private @Nullable Phase asked(AppId id, @Nullable Phase phase, Ask ask) {
        if (phase == null) {
            return parts.breaker().refusal(id) != null ? null : new Waking(ask, ask.sinceNanos());
        }
        if (phase instanceof Doubtful doubtful) {
            long notBefore = doubtful.lookedNanos() + BETWEEN_LOOKS.toNanos();
            return parts.breaker().refusal(id) != null ? phase : new Waking(ask, notBefore);
        }
        if (phase instanceof Draining draining) {
            return draining.before() instanceof Awake ? draining.before() : new Waking(ask, ask.sinceNanos());
        }
        return phase instanceof Stopping stopping && stopping.next() == null ? new Stopping(ask) : phase;
    }

    private void launch(AppId id, Waking waking) {
        if (closed) {
            waking.ask().answer().completeExceptionally(stopping(id));
            return;
        }
        Duration pause = Duration.ofNanos(Math.max(0, waking.notBeforeNanos() - parts.nanos()));
        new WakeFlight(parts, this, id, waking.ask()).begin(pause);
    }

    private static PawseException stopping(AppId id) {
        return new PawseException(Reason.UNAVAILABLE, id + " is not woken: Pawse is being stopped");
    }
}
