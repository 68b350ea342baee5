package dev.pawse.scalingo;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Builds;
import dev.pawse.spi.capability.Logs.LogStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads builds; on Scalingo a build is a part of its deployment and has that one's id. */
final class ScalingoBuilds implements Builds {
    private final Account account;
    private final Apps apps;

    ScalingoBuilds(Account account, Apps apps) {
        this.account = account;
        this.apps = apps;
    }

    @Override
    public List<Build> builds(AppId app, int limit) {
        return PlatformDeployment.newest(apps.place(app), limit).stream()
                .map(ScalingoBuilds::build)
                .toList();
    }

    @Override
    public Optional<Build> build(AppId app, String id) {
        return PlatformDeployment.find(apps.place(app), id).map(ScalingoBuilds::build);
    }

    @Override
    public LogStream openBuildLog(AppId app, String id, @Nullable String phase, boolean follow) {
        if (phase != null && !phase.equals("build") && !phase.equals("release")) {
            throw new PawseException(
                    Reason.NOT_FOUND,
                    "scalingo keeps one output of a deployment, and none of the phase '" + phase + "'");
        }
        Place place = apps.place(app);
        return BuildOutput.open(account, place, PlatformDeployment.require(place, id), follow);
    }

    private static Build build(PlatformDeployment one) {
        boolean waits = one.status().equals("queued");
        return new Build(one.id(), null, status(one), one.gitRef(), null, waits ? null : one.began(), one.ended());
    }

    private static Status status(PlatformDeployment one) {
        return switch (one.status()) {
            case "queued" -> Status.QUEUED;
            case "success" -> Status.SUCCEEDED;
            case "timeout-error" -> Status.TIMED_OUT;
            case "aborted" -> Status.STOPPED;
            default -> one.isUnderWay() ? Status.RUNNING : Status.FAILED;
        };
    }
}
