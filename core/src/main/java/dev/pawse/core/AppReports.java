package dev.pawse.core;

import dev.pawse.core.Sightings.Sighting;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is known of the apps, put together for people. From memory; never blocks. */
final class AppReports {
    private final Parts parts;
    private final Lifecycle lifecycle;

    AppReports(Parts parts, Lifecycle lifecycle) {
        this.parts = parts;
        this.lifecycle = lifecycle;
    }

    /** Every app, sorted. */
    List<AppReport> all() {
        return parts.sightings().all().stream()
                .map(Sighting::app)
                .sorted(Comparator.comparing(App::id))
                .map(this::report)
                .toList();
    }

    /** One app, or empty when none of that name is known. */
    Optional<AppReport> one(AppId id) {
        return Optional.ofNullable(parts.sightings().app(id)).map(this::report);
    }

    private AppReport report(App app) {
        AppId id = app.id();
        Activity activity = parts.activity();
        Duration idle = activity.idle(id);
        return new AppReport(
                app,
                state(app),
                parts.policy(id),
                activity.inFlight(id),
                idle,
                activity.isUsed(id) ? parts.clock().instant().minus(idle) : null);
    }

    /** What this engine does with an app is newer than what its platform told last. */
    private AppState state(App app) {
        Phase phase = lifecycle.phase(app.id());
        if (phase instanceof Phase.Waking) {
            return AppState.STARTING;
        }
        if (phase instanceof Phase.Stopping) {
            return AppState.STOPPING;
        }
        return phase instanceof Phase.Awake ? AppState.RUNNING : app.state();
    }
}
