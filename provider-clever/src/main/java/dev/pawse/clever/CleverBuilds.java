package dev.pawse.clever;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Logs.LogStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an app's builds, which on this platform are parts of its deployments and share their log. */
final class CleverBuilds implements Builds {
    private final CleverApps apps;
    private final Rollouts rollouts;
    private final DeploymentTimes times;
    private final CleverLogs logs;

    CleverBuilds(CleverApps apps, Rollouts rollouts, DeploymentTimes times, CleverLogs logs) {
        this.apps = apps;
        this.rollouts = rollouts;
        this.times = times;
        this.logs = logs;
    }

    @Override
    public List<Build> builds(AppId app, int limit) {
        AppRef ref = apps.require(app);
        List<Activity> entries = rollouts.list(ref, limit, "DEPLOY", Activity::isDeploy);
        Map<String, Instant> changed = entries.isEmpty() ? Map.of() : times.of(ref, limit * 2);
        return entries.stream()
                .map(entry -> build(entry, changed.get(entry.uuid())))
                .toList();
    }

    @Override
    public Optional<Build> build(AppId app, String id) {
        AppRef ref = apps.require(app);
        return find(ref, id)
                .map(entry -> build(entry, times.of(ref, entry.uuid()).orElse(null)));
    }

    @Override
    public LogStream openBuildLog(AppId app, String id, @Nullable String phase, boolean follow) {
        AppRef ref = apps.require(app);
        if (phase != null && !phase.equals("build")) {
            throw new PawseException(
                    Reason.NOT_FOUND,
                    CleverProviderFactory.TYPE + " keeps one log for a deployment: there is no phase " + phase);
        }
        Activity entry =
                find(ref, id).orElseThrow(() -> new PawseException(Reason.NOT_FOUND, ref.id() + " has no build " + id));
        return logs.openDeploymentLog(ref, entry, follow);
    }

    private Optional<Activity> find(AppRef ref, String id) {
        return rollouts.find(ref, id).filter(Activity::isDeploy);
    }

    private static Build build(Activity entry, @Nullable Instant changed) {
        Instant end = changed == null || changed.isBefore(entry.at()) ? entry.at() : changed;
        return new Build(
                entry.uuid(),
                entry.id(),
                status(entry),
                entry.commit(),
                null,
                entry.at(),
                entry.isInProgress() ? null : end);
    }

    private static Status status(Activity entry) {
        return switch (entry.state() == null ? "" : entry.state()) {
            case "OK" -> Status.SUCCEEDED;
            case "FAIL" -> Status.FAILED;
            case "CANCELLED" -> Status.STOPPED;
            default -> Status.RUNNING;
        };
    }

    @Override
    public String toString() {
        return "CleverBuilds";
    }
}
