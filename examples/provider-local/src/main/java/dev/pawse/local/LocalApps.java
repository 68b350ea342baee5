package dev.pawse.local;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.Collection;
import java.util.Optional;

/**
 * The apps of the file under the name of the provider instance.
 *
 * @param provider the user's word for the instance
 * @param file where they come from
 */
record LocalApps(String provider, AppsFile file) {
    Collection<AppSpec> all() {
        return file.apps().values();
    }

    AppId id(String app) {
        return new AppId(provider, app);
    }

    Optional<AppSpec> find(AppId id) {
        return id.provider().equals(provider) ? Optional.ofNullable(file.apps().get(id.name())) : Optional.empty();
    }

    /**
     * The app.
     *
     * @throws PawseException {@link Reason#NOT_FOUND} when the file has none of that name
     */
    AppSpec known(AppId id) {
        return find(id).orElseThrow(() -> new PawseException(
                Reason.NOT_FOUND,
                file.path() + " has no app '" + id.name() + "'"
                        + Nearest.hint(id.name(), file.apps().keySet())));
    }

    /**
     * The app, which runs on this machine.
     *
     * @throws PawseException {@link Reason#NOT_FOUND} as for {@link #known}; {@link Reason#UNSUPPORTED} when it runs
     *     elsewhere and is only routed to
     */
    AppSpec here(AppId id) {
        AppSpec app = known(id);
        if (app.runsElsewhere()) {
            throw new PawseException(
                    Reason.UNSUPPORTED, id.name() + " runs elsewhere, at " + app.url() + ": it is only routed to");
        }
        return app;
    }
}
