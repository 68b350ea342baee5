package dev.pawse.core;

import dev.pawse.core.Listings.Listing;
import dev.pawse.core.Sightings.Sighting;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Event;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what the platforms say with what the engine thinks: new apps, apps that are gone, apps that somebody else started or
 * stopped. The platform is right. Called by one thread at a time; blocks.
 */
final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final int GONE_AFTER = 3;
    private static final int QUESTIONS = 20;

    private final Parts parts;
    private final Lifecycle lifecycle;
    private final Map<AppId, Integer> absences = new HashMap<>();
    private boolean away;

    Reconciler(Parts parts, Lifecycle lifecycle) {
        this.parts = parts;
        this.lifecycle = lifecycle;
    }

    /**
     * Takes over the listings.
     *
     * @param entries the registry's, or what was last known of them
     * @param registryAway whether the registry cannot be asked: it is told nothing of what runs
     */
    void take(List<Listing> listings, Map<AppId, Entry> entries, boolean registryAway) {
        away = registryAway;
        for (Listing listing : listings) {
            for (App app : listing.apps()) {
                absences.remove(app.id());
                take(app, listing.askedNanos(), entries.get(app.id()));
            }
            missing(listing);
        }
    }

    /** Takes over what is there and tells nobody. */
    void observe(List<Listing> listings) {
        for (Listing listing : listings) {
            for (App app : listing.apps()) {
                parts.sightings().see(app, listing.askedNanos());
                parts.activity().notice(app.id());
            }
        }
    }

    private void take(App app, long asked, @Nullable Entry entry) {
        AppId id = app.id();
        Sighting before = parts.sightings().sighting(id);
        if (before != null && before.isNewerThan(asked)) {
            return;
        }
        parts.sightings().see(app, asked);
        parts.activity().notice(id);
        boolean passive = app.alwaysOn() || parts.policy(id).ignored();
        lifecycle.passive(id, passive ? app : null);
        if (before == null) {
            parts.events().emit(new Event.Discovered(parts.clock().instant(), id, app.state()));
        }
        if (passive) {
            return;
        }
        switch (app.state()) {
            case RUNNING -> {
                running(app, before, entry);
                remember(app, entry);
                lifecycle.refresh(app, asked);
            }
            case STARTING -> running(app, before, entry);
            case STOPPED, CRASHED -> stopped(app, asked, before, entry);
            case STOPPING, UNKNOWN -> LOG.debug("{} is {}", id, app.state().label());
        }
    }

    private void running(App app, @Nullable Sighting before, @Nullable Entry entry) {
        boolean slept = before == null
                ? entry != null && entry.stage() == Stage.ASLEEP
                : before.app().state() == AppState.STOPPED || before.app().state() == AppState.CRASHED;
        boolean byUs = entry != null && (entry.stage() == Stage.AWAKE || entry.stage() == Stage.WAKING);
        if (!slept || byUs || lifecycle.phase(app.id()) instanceof Phase.Waking) {
            return;
        }
        parts.breaker().succeeded(app.id());
        parts.activity().touch(app.id());
        note(app.id(), Stage.AWAKE, app);
        parts.events().emit(new Event.StartedElsewhere(parts.clock().instant(), app.id()));
    }

    /** What runs now is what a later wake brings back, also when it ends while nobody here looks. */
    private void remember(App app, @Nullable Entry entry) {
        boolean intended = entry != null && entry.stage() != Stage.AWAKE && !away;
        if (parts.dryRun() || app.formation().isZero() || intended) {
            return;
        }
        Formation known = entry == null ? Formation.empty() : entry.formation();
        if (lifecycle.isUnderWay(app.id()) || (away && OpenIntents.isPartOf(app.formation(), known))) {
            // What is half started or half stopped is nobody's will.
            return;
        }
        Formation now = known.with(app.formation());
        if (now.equals(known)) {
            return;
        }
        try {
            if (!away) {
                // Whoever wrote since the entry was read knows better.
                parts.ledger().replace(app.id(), Optional.ofNullable(entry), Stage.AWAKE, now, Registry.UNFENCED);
                return;
            }
        } catch (PawseException e) {
            LOG.warn("{}: that it runs {} could not be written down: {}", app.id(), now, e.message());
        }
        parts.ledger().suppose(app.id(), now);
    }

    private void stopped(App app, long asked, @Nullable Sighting before, @Nullable Entry entry) {
        AppId id = app.id();
        Phase phase = lifecycle.phase(id);
        boolean thoughtAwake = phase instanceof Phase.Awake awake && asked - awake.sinceNanos() > 0;
        boolean ran = before != null && before.app().state() == AppState.RUNNING;
        if (thoughtAwake) {
            lifecycle.doubt(id);
            // Those that need it look again at their next use, and wake it.
            parts.links().allDependents(id).forEach(lifecycle::doubt);
        }
        boolean byUs = entry != null && (entry.stage() == Stage.ASLEEP || entry.stage() == Stage.RESTING);
        if (byUs || (!thoughtAwake && !ran) || phase instanceof Phase.Waking || phase instanceof Phase.Stopping) {
            return;
        }
        if (before != null && app.state() == AppState.STOPPED) {
            note(id, Stage.ASLEEP, before.app());
        }
        parts.events().emit(new Event.StoppedElsewhere(parts.clock().instant(), id, app.state()));
    }

    private void note(AppId id, Stage stage, App ran) {
        if (!parts.dryRun()) {
            parts.ledger().note(id, stage, ran.formation());
        }
    }

    private void missing(Listing listing) {
        Set<AppId> there = listing.apps().stream().map(App::id).collect(Collectors.toSet());
        List<AppId> absent = parts.sightings().all().stream()
                .filter(sighting -> !sighting.isNewerThan(listing.askedNanos()))
                .map(sighting -> sighting.app().id())
                .filter(id -> id.provider().equals(listing.provider()) && !there.contains(id))
                .sorted()
                .toList();
        int questions = 0;
        for (AppId id : absent) {
            int times = absences.merge(id, 1, Integer::sum);
            if (questions++ < QUESTIONS ? isGone(id, times) : times >= GONE_AFTER) {
                forget(id);
            }
        }
    }

    /** A list that is too short is no proof: the app itself is asked for. */
    private boolean isGone(AppId id, int times) {
        try {
            long asked = parts.nanos();
            App app = parts.provider(id).app(id).orElse(null);
            if (app == null) {
                return true;
            }
            parts.sightings().see(app, asked);
            absences.remove(id);
            LOG.warn("{} is missing in its platform's list and there all the same", id);
            return false;
        } catch (PawseException e) {
            LOG.warn("{} is missing in its platform's list: {}", id, e.message());
            return times >= GONE_AFTER;
        }
    }

    private void forget(AppId id) {
        if (parts.activity().inFlight(id) > 0 || !lifecycle.forget(id)) {
            return;
        }
        absences.remove(id);
        parts.sightings().forget(id);
        parts.activity().forget(id);
        try {
            if (!parts.dryRun()) {
                parts.ledger().forget(id);
            }
        } catch (PawseException e) {
            LOG.warn("{} is gone, and the registry does not know it yet: {}", id, e.message());
        }
        parts.events().emit(new Event.Forgotten(parts.clock().instant(), id));
    }
}
