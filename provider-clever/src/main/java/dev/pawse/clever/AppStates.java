package dev.pawse.clever;

import dev.pawse.spi.AppState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an app does, from what the platform wants of it, its instances and the newest entry of its activity; the platform tells none of
 * it in one word. The rules are those of the platform's own console.
 */
final class AppStates {
    /** As long as an app without instances may still be on its way, counted from its newest deployment. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(15);

    private AppStates() {}

    /** Whether the activity has a say in it at all: else it need not be asked for. */
    static boolean needsActivity(Application app, List<Instance> instances) {
        return app.wantsToBeUp() || (app.isUp() && (app.homogeneous() || !anyUp(instances)));
    }

    static AppState of(Application app, List<Instance> instances, Optional<Activity> newest, Instant now) {
        if (app.isDown() || app.isBlocked()) {
            return AppState.STOPPED;
        }
        if (app.wantsToBeUp()) {
            return wanted(instances, newest, now);
        }
        if (!app.isUp()) {
            return AppState.UNKNOWN;
        }
        boolean deploys = newest.filter(Activity::isInProgress).isPresent();
        if (deploys && app.homogeneous()) {
            // The old instances go before the new ones come.
            return AppState.STARTING;
        }
        if (anyUp(instances)) {
            return AppState.RUNNING;
        }
        return deploys ? AppState.STARTING : wanted(instances, newest, now);
    }

    private static AppState wanted(List<Instance> instances, Optional<Activity> newest, Instant now) {
        if (newest.filter(Activity::isInProgress).isPresent()) {
            return AppState.STARTING;
        }
        if (newest.filter(Activity::hasFailed).isPresent()) {
            return AppState.CRASHED;
        }
        boolean recent =
                newest.filter(entry -> entry.at().plus(ON_ITS_WAY).isAfter(now)).isPresent();
        return recent || instances.stream().anyMatch(Instance::isComing) ? AppState.STARTING : AppState.UNKNOWN;
    }

    private static boolean anyUp(List<Instance> instances) {
        return instances.stream().anyMatch(Instance::isUp);
    }
}
