package dev.pawse.demo;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Mandate;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A provider of apps that are numbers in memory: one class, two methods and a capability. */
final class DemoProvider implements Provider, Scaling {
    private final String name;
    private final Map<AppId, Formation> apps = new ConcurrentHashMap<>();

    DemoProvider(String name) {
        this.name = name;
    }

    /** Adds an app by hand, or changes what it runs. */
    AppId put(String app, Formation formation) {
        AppId id = new AppId(name, app);
        apps.put(id, formation);
        return id;
    }

    @Override
    public List<App> apps() {
        return apps.keySet().stream().map(this::app).flatMap(Optional::stream).toList();
    }

    @Override
    public Optional<App> app(AppId id) {
        return Optional.ofNullable(apps.get(id))
                .map(formation -> App.builder(id)
                        .state(formation.isZero() ? AppState.STOPPED : AppState.RUNNING)
                        .formation(formation)
                        .build());
    }

    @Override
    public Formation formation(AppId app) {
        return change(app, now -> now);
    }

    @Override
    public void start(AppId app, Formation formation) {
        change(app, now -> checked(app, now, formation));
    }

    @Override
    public void stop(AppId app) {
        Mandate.require();
        change(app, Formation::zeroed);
    }

    @Override
    public void scale(AppId app, Formation changes) {
        change(app, now -> checked(app, now, changes));
    }

    private Formation change(AppId app, UnaryOperator<Formation> change) {
        Formation changed = apps.computeIfPresent(app, (id, now) -> change.apply(now));
        if (changed == null) {
            throw new PawseException(Reason.NOT_FOUND, app + ": there is no such app");
        }
        return changed;
    }

    private static Formation checked(AppId app, Formation now, Formation wanted) {
        for (String type : wanted.processes().keySet()) {
            if (!now.processes().containsKey(type)) {
                throw new PawseException(Reason.INVALID, app + ": has no process type " + type);
            }
        }
        return now.with(wanted);
    }
}
