package dev.pawse.local;

import dev.pawse.spi.AppState;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Processes.AppProcess;
import java.net.URI;
import java.util.List;

/**
 * What one app does at one moment.
 *
 * @param state all its processes together
 * @param formation what it is asked to run
 * @param usual what to run when nobody says: what it last ran, else the quantities of the file
 * @param endpoints where its web processes answer
 * @param processes those that run, stop or wait to be started again
 */
record AppStatus(
        AppState state, Formation formation, Formation usual, List<URI> endpoints, List<AppProcess> processes) {
    AppStatus {
        endpoints = List.copyOf(endpoints);
        processes = List.copyOf(processes);
    }

    /** Nothing runs. */
    static AppStatus stopped(AppSpec app) {
        return new AppStatus(AppState.STOPPED, app.usual().zeroed(), app.usual(), List.of(), List.of());
    }

    static PawseException noProcess(AppSpec app, String processOrType) {
        return new PawseException(Reason.NOT_FOUND, app.name() + " runs no process " + processOrType);
    }
}
