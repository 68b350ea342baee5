package dev.pawse.heroku;

import dev.pawse.heroku.Wire.Dyno;
import dev.pawse.heroku.Wire.ReleaseRecord;
import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Deployments;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Deployments, which on Heroku are its releases beside what its dynos run: the current one has come through when as many dynos of it
 * are up as the formation asks for.
 */
final class HerokuDeployments implements Deployments {
    private static final Pattern COMMIT = Pattern.compile("Deploy ([0-9a-f]{7,40})\\b.*");
    private static final Pattern ROLLBACK = Pattern.compile("Rollback to v(\\d{1,9})");

    private final HerokuApi api;

    HerokuDeployments(HerokuApi api) {
        this.api = api;
    }

    @Override
    public List<Deployment> deployments(AppId app, int limit) {
        String name = api.name(app);
        List<ReleaseRecord> releases = api.newest(ReleaseRecord.class, "version", limit, "apps", name, "releases");
        int desired = AppView.formation(api.formation(name)).total();
        List<Dyno> dynos =
                api.dynos(name).stream().filter(dyno -> !dyno.isOneOff()).toList();
        List<Deployment> deployments = new ArrayList<>();
        // Releases after this one and before the rollback that was met last were taken back.
        int takenBackAfter = Integer.MAX_VALUE;
        for (ReleaseRecord release : releases) {
            deployments.add(deployment(app, release, dynos, desired, release.version() > takenBackAfter));
            Matcher rollback = ROLLBACK.matcher(text(release.description()));
            if (rollback.matches() && release.status().equals("succeeded")) {
                takenBackAfter = Math.min(takenBackAfter, Integer.parseInt(rollback.group(1)));
            }
        }
        return List.copyOf(deployments);
    }

    private static Deployment deployment(
            AppId app, ReleaseRecord release, List<Dyno> dynos, int desired, boolean takenBack) {
        List<Dyno> own = dynos.stream()
                .filter(dyno -> dyno.release() != null && dyno.release().version() == release.version())
                .toList();
        int running = (int) own.stream().filter(dyno -> dyno.is("up")).count();
        Status status = status(release, own, running, desired, takenBack);
        Matcher commit = COMMIT.matcher(text(release.description()));
        return new Deployment(
                release.label(),
                app.name(),
                status,
                reason(release, own, status),
                release.current() ? desired : 0,
                running,
                commit.matches() ? commit.group(1) : null,
                release.createdAt(),
                release.updatedAt());
    }

    private static Status status(ReleaseRecord release, List<Dyno> own, int running, int desired, boolean takenBack) {
        return switch (release.status()) {
            case "pending" -> Status.IN_PROGRESS;
            case "failed" -> Status.FAILED;
            default -> {
                if (!release.current()) {
                    yield takenBack ? Status.ROLLED_BACK : Status.SUPERSEDED;
                }
                if (running >= desired) {
                    yield Status.COMPLETED;
                }
                boolean crashed = !own.isEmpty() && own.stream().allMatch(dyno -> dyno.is("crashed"));
                yield crashed ? Status.FAILED : Status.IN_PROGRESS;
            }
        };
    }

    private static @Nullable String reason(ReleaseRecord release, List<Dyno> own, Status status) {
        if (status == Status.FAILED && !release.status().equals("failed")) {
            return own.size() + " dynos crashed";
        }
        return release.description();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
