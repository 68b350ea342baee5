package dev.pawse.clever;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.Formation.Scale;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stops apps by taking their instances away and starts them by deploying what was deployed last; the platform has no zero instances.
 * It keeps the numbers and the sizes of an app that rests.
 */
final class CleverScaling implements Scaling {
    /** The only process type there is. */
    static final String TYPE = "web";

    private final CleverApi api;
    private final CleverApps apps;
    private final Rollouts rollouts;
    /** Two starts of one app must not see each other's absence. */
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    CleverScaling(CleverApi api, CleverApps apps, Rollouts rollouts) {
        this.api = api;
        this.apps = apps;
        this.rollouts = rollouts;
    }

    @Override
    public Formation formation(AppId app) {
        return CleverFleet.formation(api.existing(apps.require(app)));
    }

    @Override
    public void start(AppId app, Formation formation) {
        AppRef ref = apps.require(app);
        synchronized (lock(ref)) {
            Application now = api.existing(ref);
            Scale scale = wanted(now, ref, formation);
            if (scale == null) {
                return;
            }
            if (scale.quantity() == 0) {
                stop(ref, now);
                return;
            }
            refuseUnmanaged(ref, now);
            resize(ref, now, scale);
            deployUnlessUp(ref, now);
        }
    }

    @Override
    public void stop(AppId app) {
        AppRef ref = apps.require(app);
        synchronized (lock(ref)) {
            stop(ref, api.existing(ref));
        }
    }

    /** Here the same as a start: an app that rests and is given instances wakes. */
    @Override
    public void scale(AppId app, Formation changes) {
        start(app, changes);
    }

    private void stop(AppRef ref, Application now) {
        Optional<Activity> deploying =
                rollouts.newest(ref).filter(entry -> entry.isInProgress() && entry.bringsInstances());
        if (now.isDown() && deploying.isEmpty()) {
            return;
        }
        refuseUnmanaged(ref, now);
        // A deployment that goes on would bring the app back.
        deploying.ifPresent(entry -> rollouts.cancel(ref, entry));
        api.delete(ref, "instances").send();
    }

    private void deployUnlessUp(AppRef ref, Application now) {
        Optional<Activity> newest = rollouts.newest(ref);
        if (newest.filter(entry -> entry.isInProgress() && entry.bringsInstances())
                .isPresent()) {
            return;
        }
        if (now.isUp() && api.instances(ref).stream().anyMatch(one -> one.isUp() || one.isComing())) {
            return;
        }
        rollouts.deploy(ref, null);
    }

    /** What the one type is to have, or null when the formation does not name it. */
    private static @Nullable Scale wanted(Application now, AppRef ref, Formation formation) {
        for (String type : formation.processes().keySet()) {
            if (!type.equals(TYPE)) {
                throw new PawseException(
                        Reason.INVALID,
                        ref.id() + " has no process type " + type + ": on this platform an app has the one type "
                                + TYPE);
            }
        }
        Scale scale = formation.processes().get(TYPE);
        if (scale != null) {
            check(now, ref, scale);
        }
        return scale;
    }

    private static void check(Application now, AppRef ref, Scale scale) {
        Integer most = now.instance().maxAllowedInstances();
        if (most != null && scale.quantity() > most) {
            throw new PawseException(
                    Reason.INVALID, ref.id() + " can have " + most + " instances at most, not " + scale.quantity());
        }
        List<String> sizes = now.instance().sizes();
        if (scale.size() != null && !sizes.isEmpty() && !sizes.contains(scale.size())) {
            throw new PawseException(
                    Reason.INVALID,
                    ref.id() + " has no size " + scale.size() + ": right is one of " + String.join(", ", sizes));
        }
    }

    /** Sets the lower bounds; where the platform scales by itself, its upper bounds stay unless they would be below. */
    private void resize(AppRef ref, Application now, Scale scale) {
        Application.Settings old = now.instance();
        Map<String, Object> changes = new TreeMap<>();
        if (scale.quantity() != old.minInstances()) {
            boolean fixed = old.minInstances() == old.maxInstances();
            changes.put("minInstances", scale.quantity());
            changes.put("maxInstances", fixed ? scale.quantity() : Math.max(scale.quantity(), old.maxInstances()));
        }
        if (scale.size() != null && !scale.size().equals(old.minFlavor().name())) {
            boolean fixed = old.minFlavor().equals(old.maxFlavor());
            changes.put("minFlavor", scale.size());
            changes.put("maxFlavor", fixed ? scale.size() : larger(old, scale.size()));
        }
        if (!changes.isEmpty()) {
            api.put(ref).json(changes).send();
        }
    }

    private static String larger(Application.Settings old, String size) {
        List<String> sizes = new ArrayList<>(old.sizes());
        String most = old.maxFlavor().name();
        return sizes.indexOf(size) > sizes.indexOf(most) ? size : most;
    }

    static void refuseUnmanaged(AppRef ref, Application now) {
        if (now.isTask()) {
            throw new PawseException(
                    Reason.CONFLICT,
                    ref.id() + " is a task: it runs and ends by itself, and is neither started nor stopped");
        }
        if (now.isBlocked()) {
            throw new PawseException(
                    Reason.CONFLICT, ref.id() + " is blocked by its platform (" + now.state() + "): see its console");
        }
    }

    private Object lock(AppRef ref) {
        return locks.computeIfAbsent(ref.key(), any -> new Object());
    }

    @Override
    public String toString() {
        return "CleverScaling";
    }
}
