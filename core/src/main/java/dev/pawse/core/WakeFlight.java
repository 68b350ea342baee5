package dev.pawse.core;

import dev.pawse.core.Phase.Ask;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Event;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Hook.Point;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.Urgency;
import dev.pawse.spi.capability.Scaling;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One wake of one app: looks, and only if it does not run: lease, before hooks, intent, start, then polls until it answers. A chain of
 * steps on the blocking executor, one at a time; between them no thread waits.
 */
final class WakeFlight {
    private static final Logger LOG = LoggerFactory.getLogger(WakeFlight.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
    private static final Duration PATIENT_PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENT_AFTER = Duration.ofSeconds(10);
    private static final Duration LOOK_WHILE_PROBING = Duration.ofSeconds(2);
    private static final Duration BETWEEN_NEWS = Duration.ofSeconds(1);
    private static final Duration SIBLINGS = Duration.ofSeconds(2);
    private static final Duration LOST_ORDER = Duration.ofSeconds(15);
    private static final Duration OLD_CRASH = Duration.ofSeconds(5);
    private static final Set<Reason> PASSING = Set.of(Reason.UNAVAILABLE, Reason.RATE_LIMITED, Reason.TIMEOUT);

    private final Parts parts;
    private final Lifecycle lifecycle;
    private final AppId id;
    private final Ask ask;
    private final WakeLease lease;

    private volatile long deadline;
    private volatile Future<?> alarm = CompletableFuture.completedFuture(null);
    private Duration pause = FIRST_PAUSE;
    private boolean linksReady;
    private Optional<Entry> before = Optional.empty();
    private volatile boolean intended;
    private volatile boolean ordered;
    private boolean seenAlive;
    private boolean oldCrash;
    private long orderedNanos;
    private long polledSince;
    private @Nullable Long firstAnswer;
    private volatile Formation formation = Formation.empty();
    private volatile AppState lastState = AppState.UNKNOWN;

    WakeFlight(Parts parts, Lifecycle lifecycle, AppId id, Ask ask) {
        this.parts = parts;
        this.lifecycle = lifecycle;
        this.id = id;
        this.ask = ask;
        lease = new WakeLease(parts.leases(), id);
    }

    /** Begins, after a while. Never blocks. */
    void begin(Duration after) {
        allowMoreTime();
        alarm = parts.alarm(parts.wakeLimit(), this::watch);
        next(after, this::look);
    }

    /** A provider that never returns must not keep those who wait: they are told from the timer. */
    private void watch() {
        long left = deadline - parts.nanos();
        if (left > 0) {
            alarm = parts.alarm(
                    Duration.ofNanos(Math.min(left, parts.wakeLimit().toNanos())), this::watch);
            return;
        }
        PawseException late = tooLate();
        if (lifecycle.crashed(id, ask, late)) {
            parts.later(Duration.ZERO, () -> aftermath(late));
        }
    }

    private void next(Duration delay, Runnable step) {
        parts.later(delay, () -> run(step));
    }

    private void run(Runnable step) {
        try {
            if (ask.answer().isDone()) {
                release();
            } else if (parts.nanos() - deadline > 0) {
                fail(tooLate());
            } else {
                Urgency.WAKE.run(step);
            }
        } catch (PawseException e) {
            if (!postponed(e, step)) {
                fail(e);
            }
        } catch (Throwable e) {
            // A plugin with a class missing must not leave its callers waiting.
            fail(Parts.failure(id, e));
        }
    }

    /** The platform asks for fewer calls: those who wait go on waiting, as long as there is time. */
    private boolean postponed(PawseException e, Runnable step) {
        if (e.reason() != Reason.RATE_LIMITED) {
            return false;
        }
        Duration wait = e.retryAfter().orElse(PATIENT_PAUSE);
        if (parts.nanos() + wait.toNanos() - deadline > 0) {
            return false;
        }
        LOG.warn("{}: its wake goes on in {} ms: {}", id, wait.toMillis(), e.message());
        next(wait, step);
        return true;
    }

    private void look() {
        before = parts.ledger().recall(id);
        long asked = parts.nanos();
        App app = parts.look(id);
        lastState = app.state();
        if (app.alwaysOn() || parts.policy(id).ignored()) {
            lifecycle.landed(id, ask, app, asked, true);
            release();
            return;
        }
        if (linksReady) {
            act(app, asked);
            return;
        }
        wakeLinks(app, asked);
    }

    private void wakeLinks(App app, long asked) {
        NeededApps needed = NeededApps.wake(id, app.state() == AppState.RUNNING, parts.links(), lifecycle::wake);
        linksReady = true;
        if (needed.isDone()) {
            judge(needed);
            act(app, asked);
            return;
        }
        needed.whenDone(() -> next(Duration.ZERO, () -> {
            judge(needed);
            look();
        }));
        // Each of them has a limit of its own; ours begins when they are there.
        deadline = Long.MAX_VALUE / 2 + parts.nanos();
    }

    private void judge(NeededApps needed) {
        allowMoreTime();
        needed.judge();
    }

    private void act(App app, long asked) {
        switch (app.state()) {
            case RUNNING -> {
                adopt();
                check(app, asked);
            }
            case STARTING -> {
                if (parts.dryRun() || lease.take()) {
                    adopt();
                    pollLater();
                } else {
                    follow();
                }
            }
            case STOPPING, STOPPED, CRASHED, UNKNOWN -> lead(app);
        }
    }

    /** Another process wakes it: its word is waited for rather than the platform's, which one process at a time asks. */
    private void follow() {
        CompletableFuture<Void> news = parts.news().next(id);
        long epoch = before.map(Entry::epoch).orElse(0L);
        Optional<Entry> now = parts.ledger().recall(id);
        boolean ended = now.filter(entry -> entry.epoch() != epoch && entry.stage() != Stage.WAKING)
                .isPresent();
        if (ended || lease.take()) {
            next(Duration.ZERO, this::look);
        } else {
            parts.news().await(parts, id, news, BETWEEN_NEWS, () -> run(this::follow));
        }
    }

    /** It runs or starts, and somebody began something with it: one who died may have left it half stopped or half started. */
    private void adopt() {
        boolean open = before.filter(OpenIntents::isOpen).isPresent();
        if (open && !intended && !parts.dryRun() && lease.take() && lease.isHeld()) {
            OpenIntents.complete(parts, before.get());
        }
    }

    /** Becomes the one who starts it; when somebody else is, waits for what comes of it. */
    private void lead(App app) {
        if (parts.dryRun()) {
            throw new PawseException(Reason.UNAVAILABLE, id + " sleeps, and a dry run starts nothing");
        }
        if (!lease.isOurs()) {
            if (!lease.take()) {
                follow();
                return;
            }
            long epoch = before.map(Entry::epoch).orElse(0L);
            if (parts.ledger().recall(id).map(Entry::epoch).orElse(0L) != epoch) {
                // Somebody acted between our look and our lease.
                next(Duration.ZERO, this::look);
                return;
            }
        }
        oldCrash = app.state() == AppState.CRASHED;
        Optional<String> objection = parts.hooks()
                .run(Point.BEFORE_START, app, parts.policy(id).requiredHooks().contains(Point.BEFORE_START));
        if (objection.isPresent()) {
            throw new PawseException(Reason.FAILED, id + " is not started: " + objection.get());
        }
        run(this::order);
    }

    private void order() {
        Scaling scaling = parts.provider(id).require(Scaling.class);
        formation = before.map(Entry::formation)
                .filter(remembered -> !remembered.isZero())
                .orElseGet(() -> scaling.initialFormation(id));
        intended = true;
        parts.ledger().note(id, Stage.WAKING, formation);
        if (ask.answer().isDone()) {
            release();
            return;
        }
        formation = new StartOrder(parts, id, scaling).give(formation);
        ordered = true;
        orderedNanos = parts.nanos();
        pollLater();
    }

    private void pollLater() {
        if (polledSince == 0) {
            polledSince = parts.nanos();
        }
        boolean patient = parts.nanos() - polledSince > PATIENT_AFTER.toNanos();
        next(grown(patient ? PATIENT_PAUSE : LONGEST_PAUSE), this::poll);
    }

    private void poll() {
        long asked = parts.nanos();
        App app;
        try {
            app = parts.look(id);
        } catch (PawseException e) {
            if (!PASSING.contains(e.reason())) {
                throw e;
            }
            LOG.warn("{} wakes and its platform gives no answer: {}", id, e.message());
            next(e.retryAfter().orElse(PATIENT_PAUSE), this::poll);
            return;
        }
        lastState = app.state();
        switch (app.state()) {
            case RUNNING -> check(app, asked);
            case STARTING -> {
                seenAlive = true;
                pollLater();
            }
            case STOPPING, UNKNOWN -> pollLater();
            case CRASHED -> crashed(app);
            case STOPPED -> stillStopped();
        }
    }

    private void crashed(App app) {
        if (!ordered) {
            lead(app);
            return;
        }
        if (oldCrash && !seenAlive && parts.nanos() - orderedNanos < OLD_CRASH.toNanos()) {
            // The platform may still tell of the crash before the start.
            pollLater();
            return;
        }
        String reason = app.details().get("reason");
        throw new PawseException(
                Reason.FAILED, id + " crashed while it started" + (reason == null ? "" : ": " + reason));
    }

    private void stillStopped() {
        if (!ordered) {
            next(Duration.ZERO, this::look);
            return;
        }
        if (parts.nanos() - orderedNanos > LOST_ORDER.toNanos()) {
            LOG.warn("{} was told to start and did not: it is told again", id);
            next(Duration.ZERO, this::order);
            return;
        }
        pollLater();
    }

    /** It runs; whether it also answers is for its endpoints to say. */
    private void check(App app, long asked) {
        seenAlive = true;
        List<URI> answering = parts.probe().answering(parts.provider(id), app, path(app));
        if (answering.size() == app.endpoints().size()) {
            succeed(app, asked);
            return;
        }
        long now = parts.nanos();
        if (!answering.isEmpty()) {
            firstAnswer = firstAnswer == null ? now : firstAnswer;
            if (now - firstAnswer > SIBLINGS.toNanos()) {
                succeed(app.toBuilder().endpoints(answering).build(), asked);
                return;
            }
        }
        boolean lookAgain = now - asked > LOOK_WHILE_PROBING.toNanos() && (parts.dryRun() || lease.take());
        next(grown(LONGEST_PAUSE), lookAgain ? this::poll : () -> check(app, asked));
    }

    private @Nullable String path(App app) {
        String ruled = parts.policy(id).probePath();
        return ruled == null ? app.healthPath() : ruled;
    }

    private void succeed(App app, long asked) {
        // An entry of any other stage is an intent of ours, or of another process that is about to stop it: it is
        // cancelled. Whether
        // that one had begun is known to who gets its lease: for them it stays an intent.
        boolean open = before.isPresent() && before.get().stage() != Stage.AWAKE;
        if (intended || (open && !parts.dryRun())) {
            boolean whole = intended || lease.isHeld() || before.get().stage() == Stage.ASLEEP;
            parts.ledger().note(id, whole ? Stage.AWAKE : Stage.WAKING, intended ? formation : Formation.empty());
        }
        long took = parts.nanos() - ask.sinceNanos();
        if (lifecycle.landed(id, ask, app, asked, false) && ordered) {
            parts.hooks().run(Point.AFTER_START, app, false);
            parts.events().emit(new Event.Woke(parts.clock().instant(), id, formation, Duration.ofNanos(took)));
        }
        release();
    }

    private void fail(PawseException why) {
        if (lifecycle.crashed(id, ask, why)) {
            aftermath(why);
        } else {
            release();
        }
    }

    private void aftermath(PawseException why) {
        parts.events().emit(new Event.WakeFailed(parts.clock().instant(), id, why.reason(), why.message()));
        if (ordered) {
            // What was started is left as it is: a sweep stops it once it is idle. Where not even that is known, the
            // intent stays open.
            parts.ledger().note(id, Stage.AWAKE, formation);
        }
        release();
    }

    private void release() {
        alarm.cancel(false);
        lease.release();
    }

    private void allowMoreTime() {
        deadline = parts.nanos() + parts.wakeLimit().toNanos();
    }

    private PawseException tooLate() {
        return new PawseException(
                Reason.TIMEOUT,
                id + " did not answer within " + parts.wakeLimit().toSeconds() + " s; the platform calls it "
                        + lastState.label());
    }

    private Duration grown(Duration longest) {
        Duration now = pause;
        Duration longer = now.multipliedBy(13).dividedBy(10);
        pause = longer.compareTo(longest) > 0 ? longest : longer;
        return now;
    }
}
