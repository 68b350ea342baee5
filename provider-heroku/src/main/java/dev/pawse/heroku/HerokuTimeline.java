package dev.pawse.heroku;

import dev.pawse.heroku.Wire.ReleaseRecord;
import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Timeline;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An app's releases as what happened to it: deployments, changes of config vars, of add-ons, rollbacks. Heroku tells of nothing else,
 * and of variables nothing but their names. Safe for many threads.
 */
final class HerokuTimeline implements Timeline {
    private final HerokuApi api;

    HerokuTimeline(HerokuApi api) {
        this.api = api;
    }

    @Override
    public List<Entry> timeline(AppId app, @Nullable Instant since, int limit) {
        return api.newest(ReleaseRecord.class, "version", limit, "apps", api.name(app), "releases").stream()
                .filter(release -> since == null || !release.createdAt().isBefore(since))
                .map(HerokuTimeline::entry)
                .toList();
    }

    private static Entry entry(ReleaseRecord release) {
        String what = release.description() == null ? "" : " " + release.description();
        String how = release.status().equals("succeeded") ? "" : " (" + release.status() + ")";
        return new Entry(
                release.createdAt(),
                release.id(),
                "release",
                release.label() + what + how,
                release.user() == null ? null : release.user().email());
    }
}
