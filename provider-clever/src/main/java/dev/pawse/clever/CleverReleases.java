package dev.pawse.clever;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Releases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads an app's releases, which are its deployments that ended well, numbered as the platform numbers them, and goes back to one by
 * deploying its commit again; that also starts an app that rests.
 */
final class CleverReleases implements Releases {
    /** A build without its cache may take long. */
    private static final Duration ROLLBACK = Duration.ofMinutes(15);

    private static final String DEPLOY = "DEPLOY";
    private static final int SEARCHED = 1_000;

    private final CleverApps apps;
    private final Rollouts rollouts;

    CleverReleases(CleverApps apps, Rollouts rollouts) {
        this.apps = apps;
        this.rollouts = rollouts;
    }

    @Override
    public List<Release> releases(AppId app, int limit) {
        List<Activity> entries = rollouts.list(apps.require(app), limit, DEPLOY, CleverReleases::isRelease);
        return entries.stream()
                .map(entry -> release(entry, entry.equals(entries.get(0))))
                .toList();
    }

    @Override
    public Release rollback(AppId app, String id) {
        AppRef ref = apps.require(app);
        Activity chosen = rollouts.list(ref, SEARCHED, DEPLOY, CleverReleases::isRelease).stream()
                .filter(entry -> isNamed(entry, id))
                .findFirst()
                .orElseThrow(() -> new PawseException(Reason.NOT_FOUND, ref.id() + " has no release " + id));
        String commit = Optional.ofNullable(chosen.commit())
                .orElseThrow(() -> new PawseException(
                        Reason.CONFLICT, "release " + id + " of " + ref.id() + " names no commit to go back to"));
        Activity begun = rollouts.deploy(ref, commit);
        Activity ended = rollouts.await(ref, begun, ROLLBACK);
        if (!ended.isOk()) {
            throw new PawseException(
                    Reason.FAILED,
                    "deployment " + ended.id() + " of " + ref.id() + " to go back to " + id
                            + (ended.isCancelled() ? " was cancelled" : " failed"));
        }
        return release(ended, true);
    }

    /** By its number with or without a v, by the platform's id, or by at least seven letters of its commit. */
    private static boolean isNamed(Activity entry, String id) {
        String commit = entry.commit() == null ? "" : entry.commit();
        return id.equals("v" + entry.id())
                || id.equals(String.valueOf(entry.id()))
                || id.equals(entry.uuid())
                || (id.length() >= 7 && commit.startsWith(id));
    }

    private static boolean isRelease(Activity entry) {
        return entry.isDeploy() && entry.isOk();
    }

    private static Release release(Activity entry, boolean current) {
        String commit = entry.commit();
        String what = "deploy " + (commit == null ? "" : commit.substring(0, Math.min(8, commit.length()))).strip();
        String why = entry.cause() == null ? "" : " (" + entry.cause() + ")";
        return new Release("v" + entry.id(), what + why, entry.authorName(), entry.at(), current);
    }

    @Override
    public String toString() {
        return "CleverReleases";
    }
}
