package dev.pawse.clever;

import dev.pawse.spi.AppId;
import dev.pawse.spi.capability.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An app's activity, whole: what was deployed, restarted, scaled and stopped. Safe for many threads. */
final class CleverTimeline implements Timeline {
    private static final int SHORT_COMMIT = 8;

    private final CleverApps apps;
    private final Rollouts rollouts;

    CleverTimeline(CleverApps apps, Rollouts rollouts) {
        this.apps = apps;
        this.rollouts = rollouts;
    }

    @Override
    public List<Entry> timeline(AppId app, @Nullable Instant since, int limit) {
        return rollouts.list(apps.require(app), limit, null, entry -> true).stream()
                .filter(entry -> since == null || !entry.at().isBefore(since))
                .map(CleverTimeline::entry)
                .toList();
    }

    private static Entry entry(Activity activity) {
        String action = activity.action() == null ? "change" : activity.action().toLowerCase(Locale.ROOT);
        String commit = activity.commit();
        StringBuilder text = new StringBuilder(action).append(' ').append(activity.id());
        if (activity.bringsInstances() && commit != null) {
            text.append(" of ").append(commit, 0, Math.min(SHORT_COMMIT, commit.length()));
        }
        if (activity.cause() != null) {
            text.append(", ").append(activity.cause());
        }
        return new Entry(
                activity.at(),
                activity.uuid(),
                action,
                text.append(": ").append(outcome(activity)).toString(),
                activity.authorName());
    }

    private static String outcome(Activity activity) {
        return switch (activity.state() == null ? "" : activity.state()) {
            case "OK" -> "done";
            case "FAIL" -> "failed";
            case "CANCELLED" -> "cancelled";
            default -> "under way";
        };
    }

    @Override
    public String toString() {
        return "CleverTimeline";
    }
}
