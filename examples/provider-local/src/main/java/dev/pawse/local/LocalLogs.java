package dev.pawse.local;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs;
import java.time.Clock;

/** Reads what processes wrote, whichever Pawse process they ran under. */
final class LocalLogs implements Logs {
    private final LocalApps apps;
    private final StateFolder state;
    private final Clock clock;

    LocalLogs(LocalApps apps, StateFolder state, Clock clock) {
        this.apps = apps;
        this.state = state;
        this.clock = clock;
    }

    @Override
    public LogStream openLogs(AppId id, Query query) {
        AppSpec app = apps.known(id);
        if (app.runsElsewhere()) {
            throw new PawseException(
                    Reason.NOT_FOUND, id.name() + " runs elsewhere, at " + app.url() + ": its log is there");
        }
        return LogReader.open(state.log(app.name()), query, clock);
    }
}
