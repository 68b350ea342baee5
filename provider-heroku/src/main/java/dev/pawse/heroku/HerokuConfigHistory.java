package dev.pawse.heroku;

import dev.pawse.heroku.Wire.ReleaseRecord;
import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.ConfigHistory;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The history of config vars: each change of them is a release, whose description names them. */
final class HerokuConfigHistory implements ConfigHistory {
    /** {@code Set A, B config vars}, {@code Remove A config vars}. */
    private static final Pattern CHANGE = Pattern.compile("(?:Set|Remove|Unset|Add|Update) (.+) config vars?");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** One page, and further back than anybody asks. */
    static final int RELEASES = 1000;

    private final HerokuApi api;

    HerokuConfigHistory(HerokuApi api) {
        this.api = api;
    }

    @Override
    public List<Change> configChanges(AppId app, @Nullable String name, int limit) {
        return api.newest(ReleaseRecord.class, "version", RELEASES, "apps", api.name(app), "releases").stream()
                .map(HerokuConfigHistory::change)
                .filter(Objects::nonNull)
                .filter(change -> name == null || change.names().contains(name))
                .limit(limit)
                .toList();
    }

    private static @Nullable Change change(ReleaseRecord release) {
        String description = release.description() == null ? "" : release.description();
        Matcher matcher = CHANGE.matcher(description);
        if (!matcher.matches()) {
            return null;
        }
        List<String> names = Arrays.stream(matcher.group(1).split(",", -1))
                .flatMap(part -> Stream.of(part.strip().split(" and ", -1)))
                .map(String::strip)
                .filter(part -> NAME.matcher(part).matches())
                .toList();
        return new Change(
                release.label(),
                names,
                description,
                release.user() == null ? null : release.user().email(),
                release.createdAt());
    }
}
