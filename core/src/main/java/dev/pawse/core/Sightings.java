package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Every app that is known, as it was last seen. Lock-free for readers; an older view never replaces a newer one. */
final class Sightings {
    private final ConcurrentHashMap<AppId, Sighting> apps = new ConcurrentHashMap<>();

    /**
     * One app, and when its platform was asked for it.
     *
     * @param atNanos by the monotonic clock, before the question was sent
     */
    record Sighting(App app, long atNanos) {
        boolean isNewerThan(long nanos) {
            return atNanos - nanos > 0;
        }
    }

    /** Takes over what was seen, unless something newer is known. */
    void see(App app, long atNanos) {
        apps.merge(app.id(), new Sighting(app, atNanos), (old, now) -> old.isNewerThan(atNanos) ? old : now);
    }

    /** We stopped it ourselves and did not look again. */
    void stopped(AppId id, long atNanos) {
        apps.computeIfPresent(id, (key, old) -> {
            App app = old.app();
            return new Sighting(
                    app.toBuilder()
                            .state(AppState.STOPPED)
                            .formation(app.formation().zeroed())
                            .build(),
                    atNanos);
        });
    }

    @Nullable
    App app(AppId id) {
        Sighting sighting = apps.get(id);
        return sighting == null ? null : sighting.app();
    }

    @Nullable
    Sighting sighting(AppId id) {
        return apps.get(id);
    }

    Collection<Sighting> all() {
        return apps.values();
    }

    void forget(AppId id) {
        apps.remove(id);
    }
}
