package dev.pawse.ecs;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;

/**
 * Tells a mistyped app from one that has nothing yet: an app has settings, or something of it runs. Asked only where nothing else of the
 * app was found. Safe for many threads.
 */
final class AppPresence {
    private final AppSettingsReader settings;
    private final AppServices services;

    AppPresence(AppSettingsReader settings, AppServices services) {
        this.settings = settings;
        this.services = services;
    }

    /**
     * Goes on only where there is such an app, or where the credentials may not look.
     *
     * @throws PawseException {@link Reason#NOT_FOUND} when there is none; names where it was looked for
     */
    void require(AppId app) {
        AppSettings names = settings.of(app.name());
        if (!names.origins().isEmpty()) {
            return;
        }
        try {
            if (!services.of(app.name()).isEmpty()) {
                return;
            }
        } catch (PawseException e) {
            if (e.reason() == Reason.FORBIDDEN) {
                return;
            }
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
        throw new PawseException(
                Reason.NOT_FOUND,
                "there is no app " + app.name() + ": neither settings in "
                        + AppSettings.parameter(app.name(), "/settings") + " nor services in a cluster "
                        + names.cluster());
    }
}
