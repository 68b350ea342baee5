package dev.pawse.heroku;

import dev.pawse.http.LogTail;
import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Logs;

/**
 * Logs, by a log session that is made right before each use. Heroku keeps 1,500 lines, and none of an app of the Fir generation; it
 * filters neither by time nor before it counts, so that a query that asks for a part of them reads them all.
 */
final class HerokuLogs implements Logs {
    private final HerokuApi api;

    HerokuLogs(HerokuApi api) {
        this.api = api;
    }

    @Override
    public LogStream openLogs(AppId app, Query query) {
        boolean fir = api.app(app).isFir();
        // The source tells processes apart itself: names on Fir have a dash where the others have a dot.
        Query rest = new Query(query.since(), query.until(), query.limit(), null, query.follow());
        return LogTail.open(new Logplex(api, api.name(app), fir, query), rest, api.clock());
    }
}
