package dev.pawse.clever;

import dev.pawse.http.ApiCall;
import dev.pawse.http.Pauses;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An app's activity: what was deployed and stopped, and deploying anew. Safe for many threads. */
final class Rollouts {
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 20;
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration LISTED = Duration.ofSeconds(20);

    private final CleverApi api;

    Rollouts(CleverApi api) {
        this.api = api;
    }

    /** What the platform says to a deployment. */
    record Queued(@Nullable String deploymentId) {}

    /** The newest entry, or empty when there is none. */
    Optional<Activity> newest(AppRef app) {
        return page(app, 1, 0, null).stream().findFirst();
    }

    /**
     * The newest entries of a kind, newest first.
     *
     * @param action asked of the platform, or null for all
     */
    List<Activity> list(AppRef app, int limit, @Nullable String action, Predicate<Activity> which) {
        List<Activity> found = new ArrayList<>();
        int size = Math.min(PAGE, Math.max(limit, 10));
        for (int number = 0; number < MOST_PAGES && found.size() < limit; number++) {
            List<Activity> page = page(app, size, number * size, action);
            page.stream().filter(which).forEach(found::add);
            if (page.size() < size) {
                break;
            }
        }
        return found.size() > limit ? List.copyOf(found.subList(0, limit)) : List.copyOf(found);
    }

    /** One entry by its id or its number. */
    Optional<Activity> find(AppRef app, String idOrNumber) {
        if (idOrNumber.startsWith("deployment_")) {
            return api.get(app, "deployments", idOrNumber).find(Activity.class);
        }
        if (!idOrNumber.matches("\\d{1,18}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(idOrNumber);
        return list(app, 1, null, entry -> entry.id() == number).stream().findFirst();
    }

    /**
     * Deploys an app with the cache of its last build, and returns when the platform lists it.
     *
     * @param commit what to deploy, or null for what was deployed last
     */
    Activity deploy(AppRef app, @Nullable String commit) {
        ApiCall call = api.post(app, "instances");
        if (commit != null) {
            call.query("commit", commit);
        }
        Queued queued = call.read(Queued.class);
        // The answer comes before the entry: asked for at once, it may not be there yet.
        return Pauses.until(
                api.clock(),
                Duration.ofMillis(250),
                LISTED,
                () -> page(app, 5, 0, null).stream()
                        .filter(entry -> isOurs(entry, queued))
                        .findFirst(),
                () -> new PawseException(
                        Reason.TIMEOUT, app.id() + " was told to deploy and its platform does not list it yet"));
    }

    /** Waits until a deployment has ended. */
    Activity await(AppRef app, Activity deployment, Duration atMost) {
        return Pauses.until(
                api.clock(),
                LOOK,
                atMost,
                () -> find(app, deployment.uuid()).filter(now -> !now.isInProgress()),
                () -> new PawseException(
                        Reason.TIMEOUT,
                        "deployment " + deployment.id() + " of " + app.id() + " goes on after " + atMost.toSeconds()
                                + " s"));
    }

    /** Ends a deployment that is in progress; one that has just ended by itself is passed over. */
    void cancel(AppRef app, Activity deployment) {
        try {
            api.delete(app, "deployments", deployment.uuid(), "instances").send();
        } catch (PawseException e) {
            boolean over =
                    find(app, deployment.uuid()).filter(Activity::isInProgress).isEmpty();
            if (!over) {
                throw e;
            }
        }
    }

    private static boolean isOurs(Activity entry, Queued queued) {
        return queued.deploymentId() == null
                ? entry.bringsInstances()
                : entry.uuid().equals(queued.deploymentId());
    }

    /** An app that was never deployed has no list. */
    private List<Activity> page(AppRef app, int limit, int offset, @Nullable String action) {
        ApiCall call = api.get(app, "deployments")
                .query("limit", String.valueOf(limit))
                .query("offset", String.valueOf(offset));
        if (action != null) {
            call.query("action", action);
        }
        try {
            return call.list(Activity.class);
        } catch (PawseException e) {
            if (e.reason() == Reason.NOT_FOUND && api.application(app).isPresent()) {
                return List.of();
            }
            throw e;
        }
    }
}
