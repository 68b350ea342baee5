package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import dev.pawse.spi.capability.Scaling;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes or undoes what a process began and did not end, because it was killed or lost its registry. The platform tells what came
 * of it; the formation stays in the entry either way. Blocks.
 */
final class OpenIntents {
    private static final Logger LOG = LoggerFactory.getLogger(OpenIntents.class);

    private final Parts parts;
    private final Lifecycle lifecycle;

    OpenIntents(Parts parts, Lifecycle lifecycle) {
        this.parts = parts;
        this.lifecycle = lifecycle;
    }

    /** Closes every open intent that nobody is working on. One that fails is tried again the next time. */
    void close(Collection<Entry> entries) {
        for (Entry entry : entries) {
            if (isOpen(entry)
                    && parts.providers().containsKey(entry.app().provider())
                    && !lifecycle.isUnderWay(entry.app())) {
                close(entry);
            }
        }
    }

    /** Whether somebody began something with the app that may not have come to its end. */
    static boolean isOpen(Entry entry) {
        return entry.stage() == Stage.RESTING || entry.stage() == Stage.WAKING;
    }

    private void close(Entry entry) {
        AppId id = entry.app();
        try (Leases.Held lease = parts.leases().take(id).orElse(null)) {
            if (lease == null) {
                return;
            }
            Optional<Entry> now = parts.ledger().read(id);
            if (now.isEmpty() || now.get().epoch() != entry.epoch()) {
                return;
            }
            Optional<App> app = parts.provider(id).app(id);
            if (app.isPresent()) {
                Stage stage = outcome(entry, app.get());
                parts.ledger().replace(id, now, stage, entry.formation(), lease.fence());
                LOG.info(
                        "{} was left {} by a process that is gone; it is {}",
                        id,
                        entry.stage().label(),
                        stage.label());
            }
        } catch (PawseException e) {
            LOG.warn("{} is left {} for now: {}", id, entry.stage().label(), e.message());
        }
    }

    private Stage outcome(Entry entry, App app) {
        if (entry.stage() == Stage.WAKING && !runs(app)) {
            return Stage.ASLEEP;
        }
        if (app.state() == AppState.STOPPED || app.state() == AppState.STOPPING) {
            return Stage.ASLEEP;
        }
        return complete(parts, entry) ? Stage.AWAKE : Stage.ASLEEP;
    }

    /**
     * Starts what is missing of an app that was half stopped or half started: of some process types nothing runs and of the others
     * what was remembered. Another mix is somebody else's will and is left alone.
     *
     * @return whether anything runs
     */
    static boolean complete(Parts parts, Entry entry) {
        Scaling scaling = parts.provider(entry.app()).require(Scaling.class);
        Formation now = scaling.formation(entry.app());
        if (now.isZero()) {
            return false;
        }
        if (isPartOf(now, entry.formation())) {
            scaling.start(entry.app(), entry.formation());
        }
        return true;
    }

    private static boolean runs(App app) {
        return app.state() == AppState.RUNNING || app.state() == AppState.STARTING;
    }

    /** Whether every type runs as it was remembered or not at all, and at least one does not at all. */
    static boolean isPartOf(Formation now, Formation remembered) {
        boolean missing = false;
        for (var type : remembered.processes().entrySet()) {
            int quantity = now.processes()
                    .getOrDefault(type.getKey(), Formation.Scale.of(0))
                    .quantity();
            if (quantity != type.getValue().quantity() && quantity != 0) {
                return false;
            }
            missing |= quantity != type.getValue().quantity();
        }
        return missing;
    }
}
