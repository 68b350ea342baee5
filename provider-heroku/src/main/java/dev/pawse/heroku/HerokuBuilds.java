package dev.pawse.heroku;

import dev.pawse.heroku.Wire.BuildRecord;
import dev.pawse.heroku.Wire.ReleaseRecord;
import dev.pawse.heroku.Wire.SourceBlob;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Logs.LogStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds, with the output of their phases {@code build} and {@code release}; Heroku's tests belong to its CI, not to builds. */
final class HerokuBuilds implements Builds {
    /** A release's output appears once its command has started. */
    private static final Duration APPEARS_WITHIN = Duration.ofSeconds(15);

    private final HerokuApi api;

    HerokuBuilds(HerokuApi api) {
        this.api = api;
    }

    @Override
    public List<Build> builds(AppId app, int limit) {
        return api.newest(BuildRecord.class, "started_at", limit, "apps", api.name(app), "builds").stream()
                .map(HerokuBuilds::build)
                .toList();
    }

    @Override
    public Optional<Build> build(AppId app, String id) {
        return record(app, id).map(HerokuBuilds::build);
    }

    @Override
    public LogStream openBuildLog(AppId app, String id, @Nullable String phase, boolean follow) {
        BuildRecord build =
                record(app, id).orElseThrow(() -> new PawseException(Reason.NOT_FOUND, app + " has no build " + id));
        String wanted = phase == null ? "build" : phase;
        String address = switch (wanted) {
            case "build" -> build.outputStreamUrl();
            case "release" -> releaseOutput(app, build);
            default ->
                throw new PawseException(
                        Reason.INVALID,
                        "'" + phase + "' is no phase of a build on heroku; right are build and release");
        };
        if (address == null) {
            throw new PawseException(Reason.NOT_FOUND, "heroku keeps no " + wanted + " output of build " + id);
        }
        boolean isOver = !build.status().equals("pending");
        return BuildLog.open(
                api, HerokuApi.address(address), wanted, isOver ? build.updatedAt() : null, follow, APPEARS_WITHIN);
    }

    private Optional<BuildRecord> record(AppId app, String id) {
        Optional<BuildRecord> found =
                api.platform().get("apps", api.name(app), "builds", id).find(BuildRecord.class);
        if (found.isEmpty()) {
            // No build and no app are refused alike: this tells them apart.
            api.app(app);
        }
        return found;
    }

    private @Nullable String releaseOutput(AppId app, BuildRecord build) {
        if (build.release() == null) {
            throw new PawseException(Reason.NOT_FOUND, "build " + build.id() + " of " + app + " made no release");
        }
        return api.platform()
                .get("apps", api.name(app), "releases", build.release().id())
                .read(ReleaseRecord.class)
                .outputStreamUrl();
    }

    private static Build build(BuildRecord build) {
        SourceBlob source = build.sourceBlob();
        return new Build(
                build.id(),
                null,
                status(build.status()),
                source == null ? null : source.version(),
                source == null ? null : source.versionDescription(),
                build.createdAt(),
                endedAt(build));
    }

    private static @Nullable Instant endedAt(BuildRecord build) {
        return build.status().equals("pending") ? null : build.updatedAt();
    }

    private static Status status(String status) {
        return switch (status) {
            case "pending" -> Status.RUNNING;
            case "succeeded" -> Status.SUCCEEDED;
            case "failed" -> Status.FAILED;
            default -> Status.FAULT;
        };
    }
}
