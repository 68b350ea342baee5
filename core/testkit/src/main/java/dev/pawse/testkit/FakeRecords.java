package dev.pawse.testkit;

import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Logs.LogStream;
import dev.pawse.spi.capability.Logs.Query;
import dev.pawse.spi.capability.Releases;
import dev.pawse.spi.capability.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link FakeProvider} can be asked about the past of its apps: logs, builds, deployments, releases, all that happened. */
final class FakeRecords implements Logs, Builds, Deployments, Releases, Timeline {
    private final FakeProvider platform;

    FakeRecords(FakeProvider platform) {
        this.platform = platform;
    }

    @Override
    public LogStream openLogs(AppId app, Query query) {
        return platform.ask(Operation.OPEN_LOGS, app, asked -> asked.log().open(query));
    }

    @Override
    public List<Build> builds(AppId app, int limit) {
        return platform.ask(Operation.BUILDS, app, asked -> asked.history().builds(limit));
    }

    @Override
    public Optional<Build> build(AppId app, String id) {
        return platform.ask(Operation.BUILD, app, asked -> asked.history().build(id));
    }

    @Override
    public LogStream openBuildLog(AppId app, String id, @Nullable String phase, boolean follow) {
        Query query = new Query(null, null, Integer.MAX_VALUE, null, follow);
        return platform.ask(
                Operation.OPEN_BUILD_LOG,
                app,
                asked -> asked.history().buildLog(id).open(query));
    }

    @Override
    public List<Deployment> deployments(AppId app, int limit) {
        return platform.ask(Operation.DEPLOYMENTS, app, asked -> asked.history().deployments(limit));
    }

    @Override
    public List<Release> releases(AppId app, int limit) {
        return platform.ask(Operation.RELEASES, app, asked -> asked.history().releases(limit));
    }

    @Override
    public Release rollback(AppId app, String id) {
        return platform.ask(Operation.ROLLBACK, app, asked -> asked.history().rollback(id));
    }

    @Override
    public List<Entry> timeline(AppId app, @Nullable Instant since, int limit) {
        return platform.ask(Operation.TIMELINE, app, asked -> asked.history().timeline(since, limit));
    }
}
