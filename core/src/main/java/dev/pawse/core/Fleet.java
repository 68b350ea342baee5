package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Usage;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How all processes that share a registry use the apps; tells the others what this one does. Blocks as long as the registry does. */
final class Fleet {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    private final Registry registry;
    private final Activity activity;

    Fleet(Registry registry, Activity activity) {
        this.registry = registry;
        this.activity = activity;
    }

    /** Tells the others how this process uses apps; called about once a second, never on the path of a request. */
    void publish() {
        Map<AppId, Usage> mine = new HashMap<>();
        for (AppId app : activity.apps()) {
            mine.put(app, own(app));
        }
        if (!mine.isEmpty()) {
            registry.publish(mine);
        }
    }

    /**
     * How all processes use apps at this moment.
     *
     * @throws PawseException when the registry cannot be asked
     */
    Map<AppId, Usage> usage() {
        publish();
        return registry.usage();
    }

    /** How other processes said that they use apps, without a word of this one; nothing when the registry cannot be asked. */
    Map<AppId, Usage> told() {
        try {
            return registry.usage();
        } catch (PawseException e) {
            LOG.atLevel(Loudness.of(registry)).log("the registry does not tell who uses what: {}", e.message());
            return Map.of();
        }
    }

    /** How all processes use one app at this moment. Fails when the registry cannot be asked. */
    Usage usage(AppId app) {
        registry.publish(Map.of(app, own(app)));
        return registry.usage(app).orElseGet(() -> own(app));
    }

    /** Takes over what earlier processes knew of the apps' use; without a registry every app counts as used now. */
    void restore() {
        told().forEach((app, use) -> activity.restore(app, use.idle()));
    }

    private Usage own(AppId app) {
        return new Usage(activity.inFlight(app), activity.idle(app));
    }
}
