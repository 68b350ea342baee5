package dev.pawse.heroku;

import dev.pawse.heroku.Wire.ReleaseRecord;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Releases;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Releases; going back makes a new one with the code and the config vars of an earlier one. */
final class HerokuReleases implements Releases {
    private static final Pattern ID = Pattern.compile("v?(\\d{1,9})");

    private final HerokuApi api;

    HerokuReleases(HerokuApi api) {
        this.api = api;
    }

    @Override
    public List<Release> releases(AppId app, int limit) {
        return api.newest(ReleaseRecord.class, "version", limit, "apps", api.name(app), "releases").stream()
                .map(HerokuReleases::release)
                .toList();
    }

    @Override
    public Release rollback(AppId app, String id) {
        String name = api.name(app);
        Matcher version = ID.matcher(id);
        if (!version.matches()) {
            throw new PawseException(
                    Reason.NOT_FOUND, app + " has no release " + id + "; releases are called e.g. v12");
        }
        ReleaseRecord target =
                api.platform().get("apps", name, "releases", version.group(1)).read(ReleaseRecord.class);
        return release(api.platform()
                .post("apps", name, "releases")
                .json(Map.of("release", target.id()))
                .read(ReleaseRecord.class));
    }

    private static Release release(ReleaseRecord release) {
        String description = release.description() == null ? "" : release.description();
        return new Release(
                release.label(),
                release.status().equals("succeeded") ? description : description + " (" + release.status() + ")",
                release.user() == null ? null : release.user().email(),
                release.createdAt(),
                release.current());
    }
}
