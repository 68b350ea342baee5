package dev.pawse.clever;

import dev.pawse.http.LogTail;
import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Logs;
import java.time.Duration;

/** Reads an app's log by server-sent events (API v4), which the platform keeps for a week. */
final class CleverLogs implements Logs {
    /** How far back a log begins when nobody says so: there is no "last so many lines". */
    private static final Duration RECENT = Duration.ofHours(24);

    private static final int ALL = 1_000_000;

    private final CleverApi api;
    private final CleverApps apps;
    private final Rollouts rollouts;

    CleverLogs(CleverApi api, CleverApps apps, Rollouts rollouts) {
        this.api = api;
        this.apps = apps;
        this.rollouts = rollouts;
    }

    @Override
    public LogStream openLogs(AppId app, Query query) {
        AppRef ref = apps.require(app);
        // Fails where the app is gone: its log alone would be an empty one.
        api.existing(ref);
        return LogTail.open(new CleverLogSource(api, ref, query, RECENT), query, api.clock());
    }

    /** The log of one deployment: it ends when that has ended. */
    LogStream openDeploymentLog(AppRef ref, Activity deployment, boolean follow) {
        Query query = new Query(deployment.at(), null, ALL, null, follow);
        return LogTail.open(new DeploymentLogSource(api, ref, rollouts, deployment), query, api.clock());
    }

    @Override
    public String toString() {
        return "CleverLogs";
    }
}
