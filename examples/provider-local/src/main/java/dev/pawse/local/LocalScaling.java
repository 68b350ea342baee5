package dev.pawse.local;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Mandate;
import dev.pawse.spi.capability.Scaling;

/** Starts and stops processes. */
final class LocalScaling implements Scaling {
    private final LocalApps apps;
    private final Owner owner;

    LocalScaling(LocalApps apps, Owner owner) {
        this.apps = apps;
        this.owner = owner;
    }

    @Override
    public Formation formation(AppId id) {
        AppSpec app = apps.known(id);
        return owner.now().status(app).formation();
    }

    /** What runs now or ran last, or else the quantities of the file. */
    @Override
    public Formation initialFormation(AppId id) {
        return owner.now().status(apps.known(id)).usual();
    }

    @Override
    public void start(AppId id, Formation formation) {
        scale(id, formation);
    }

    @Override
    public void stop(AppId id) {
        AppSpec app = apps.here(id);
        Mandate.require();
        owner.now().scale(app, app.usual().zeroed());
    }

    @Override
    public void scale(AppId id, Formation changes) {
        AppSpec app = apps.here(id);
        app.check(changes);
        Operator operator = changes.isZero() ? owner.now() : owner.become();
        operator.scale(app, changes);
    }
}
