package dev.pawse.core;

import dev.pawse.core.Decision.Action;
import dev.pawse.core.Sightings.Sighting;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Durations;
import dev.pawse.spi.Registry.Usage;
import dev.pawse.spi.capability.Scaling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Decides what a sweep does with each app: the one place for the sweep and for the plan that people read. From memory. */
final class Decisions {
    private final Parts parts;
    private final Lifecycle lifecycle;

    Decisions(Parts parts, Lifecycle lifecycle) {
        this.parts = parts;
        this.lifecycle = lifecycle;
    }

    /**
     * What was decided, and with which count of uses: a stop is given up when one began since.
     *
     * @param uses see {@link Activity#uses}
     */
    record Decided(Decision decision, long uses) {
        boolean rests() {
            return decision.action() == Action.REST;
        }
    }

    /**
     * What was so at the last sweep.
     *
     * @param nanos when it was, by the monotonic clock
     * @param uses of each app, see {@link Activity#uses}
     */
    record LastSweep(long nanos, Map<AppId, Long> uses) {}

    /**
     * Decides for every app, those that rest before those that they need.
     *
     * @param usage how all processes use the apps
     * @param last the last sweep
     */
    List<Decided> all(Map<AppId, Usage> usage, LastSweep last) {
        Map<AppId, Decided> alone = new TreeMap<>();
        for (Sighting sighting : parts.sightings().all()) {
            long uses = parts.activity().uses(sighting.app().id());
            alone.put(sighting.app().id(), new Decided(alone(sighting.app(), usage, last, uses), uses));
        }
        Map<AppId, Decided> done = new HashMap<>();
        List<Decided> ordered = new ArrayList<>();
        alone.keySet().forEach(id -> settle(id, alone, done, ordered, new HashSet<>()));
        return ordered;
    }

    /** An app follows those that need it: as long as one of them runs, it does. */
    private void settle(
            AppId id, Map<AppId, Decided> alone, Map<AppId, Decided> done, List<Decided> ordered, Set<AppId> path) {
        Decided mine = alone.get(id);
        if (mine == null || done.containsKey(id) || !path.add(id)) {
            return;
        }
        Optional<AppId> needing = Optional.empty();
        for (AppId dependent : parts.links().dependents(id)) {
            settle(dependent, alone, done, ordered, path);
            Decided theirs = done.get(dependent);
            if (needing.isEmpty() && theirs != null && !theirs.rests() && runs(dependent)) {
                needing = Optional.of(dependent);
            }
        }
        if (mine.rests() && needing.isPresent()) {
            mine = new Decided(new Decision(id, Action.KEEP, needing.get() + " runs and needs it"), mine.uses);
        }
        done.put(id, mine);
        ordered.add(mine);
    }

    private boolean runs(AppId id) {
        Phase phase = lifecycle.phase(id);
        App app = parts.sightings().app(id);
        return phase instanceof Phase.Waking
                || (app != null && (app.state() == AppState.RUNNING || app.state() == AppState.STARTING));
    }

    private Decision alone(App app, Map<AppId, Usage> usage, LastSweep last, long uses) {
        AppId id = app.id();
        AppPolicy policy = parts.policy(id);
        if (app.alwaysOn()) {
            return new Decision(id, Action.LEAVE, "is always on");
        }
        if (!app.claimed() && !policy.named()) {
            return new Decision(
                    id, Action.LEAVE, "nobody said that it is an app; the list of managed apps can name it");
        }
        if (policy.ignored()) {
            return new Decision(id, Action.LEAVE, "the rules say to ignore it");
        }
        if (parts.provider(id).capability(Scaling.class).isEmpty()) {
            return new Decision(id, Action.LEAVE, "its provider cannot stop it");
        }
        if (lifecycle.isUnderWay(id)) {
            return new Decision(id, Action.KEEP, "is just being woken or stopped");
        }
        return switch (app.state()) {
            case RUNNING, STARTING, CRASHED -> running(id, policy, usage, last, uses);
            case STOPPED -> new Decision(id, Action.LEAVE, "sleeps");
            case STOPPING -> new Decision(id, Action.LEAVE, "is being stopped");
            case UNKNOWN -> new Decision(id, Action.LEAVE, "its platform does not say what it does");
        };
    }

    private Decision running(AppId id, AppPolicy policy, Map<AppId, Usage> usage, LastSweep last, long uses) {
        int inFlight = Math.max(
                parts.activity().inFlight(id),
                usage.getOrDefault(id, new Usage(0, Duration.ZERO)).inFlight());
        if (inFlight > 0) {
            return new Decision(id, Action.KEEP, inFlight + " in flight");
        }
        if (policy.schedule().keepsAwake(parts.clock().instant())) {
            return new Decision(id, Action.KEEP, "its schedule keeps it awake");
        }
        Duration idle = idle(id, usage);
        if (policy.maxIdle().isZero()) {
            Long before = last.uses.get(id);
            boolean byOthers = idle.compareTo(parts.activity().idle(id)) < 0
                    && idle.compareTo(Duration.ofNanos(parts.nanos() - last.nanos)) < 0;
            return before != null && before == uses && !byOthers
                    ? new Decision(id, Action.REST, "was not used since the last sweep")
                    : new Decision(id, Action.KEEP, "was used, or discovered, since the last sweep");
        }
        String ages = "idle for " + text(idle) + " of " + text(policy.maxIdle());
        return new Decision(id, idle.compareTo(policy.maxIdle()) >= 0 ? Action.REST : Action.KEEP, ages);
    }

    private Duration idle(AppId id, Map<AppId, Usage> usage) {
        Duration own = parts.activity().idle(id);
        Usage everywhere = usage.get(id);
        return everywhere != null && everywhere.idle().compareTo(own) < 0 ? everywhere.idle() : own;
    }

    private static String text(Duration duration) {
        return Durations.format(Duration.ofSeconds(duration.toSeconds()));
    }
}
