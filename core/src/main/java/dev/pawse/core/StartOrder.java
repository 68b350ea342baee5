package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a platform to run an app as it ran before, or as near to that as the app's process types allow today. Blocks. */
final class StartOrder {
    private static final Logger LOG = LoggerFactory.getLogger(StartOrder.class);

    private final Parts parts;
    private final AppId id;
    private final Scaling scaling;

    StartOrder(Parts parts, AppId id, Scaling scaling) {
        this.parts = parts;
        this.id = id;
        this.scaling = scaling;
    }

    /** Gives the order; returns what was really asked for. */
    Formation give(Formation formation) {
        try {
            scaling.start(id, formation);
            return formation;
        } catch (PawseException e) {
            if (e.reason() == Reason.INVALID) {
                return startWhatIsLeft(formation, e);
            }
            boolean lost = e.reason() == Reason.TIMEOUT || e.reason() == Reason.UNAVAILABLE;
            if (!lost || !isOnItsWay()) {
                throw e;
            }
            LOG.warn("{} starts although its platform did not say so: {}", id, e.message());
            if (OpenIntents.isPartOf(scaling.formation(id), formation)) {
                // Some process types had their order and some had not.
                scaling.start(id, formation);
            }
            return formation;
        }
    }

    /** A process type may have gone with a deployment while the app slept. */
    private Formation startWhatIsLeft(Formation formation, PawseException refused) {
        Map<String, Formation.Scale> left = new TreeMap<>(formation.processes());
        left.keySet().retainAll(scaling.formation(id).processes().keySet());
        Formation rest = new Formation(left);
        if (rest.equals(formation)) {
            throw refused;
        }
        LOG.warn("{}: not all process types of {} are there any more: {}", id, formation, refused.message());
        Formation possible = rest.isZero() ? scaling.initialFormation(id) : rest;
        scaling.start(id, possible);
        return possible;
    }

    private boolean isOnItsWay() {
        try {
            AppState state = parts.look(id).state();
            return state == AppState.RUNNING || state == AppState.STARTING;
        } catch (PawseException e) {
            return false;
        }
    }
}
