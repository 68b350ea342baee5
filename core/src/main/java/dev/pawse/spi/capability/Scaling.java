package dev.pawse.spi.capability;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import java.util.Map;

/**
 * Starts, stops and scales an app. Every method sets a desired state, so that doing it twice does no harm; each returns
 * when the platform has accepted it, which may be before it has happened.
 */
public non-sealed interface Scaling extends Capability {
    /** What the app is asked to run now: all types, those at 0 included. */
    Formation formation(AppId app);

    /**
     * What to run when nobody remembers what ran before. By default what the app is asked to run now, if that is anything;
     * else one {@code web} process, or one of the first type where there is no {@code web}. A platform that knows better,
     * e.g. from a file, says so.
     */
    default Formation initialFormation(AppId app) {
        Formation now = formation(app);
        if (!now.isZero()) {
            return now;
        }
        String first = now.processes().keySet().stream().findFirst().orElse("web");
        String type = now.processes().containsKey("web") ? "web" : first;
        return now.with(Formation.of(Map.of(type, 1)));
    }

    /**
     * Runs the app with exactly this formation. Types that the formation does not name keep what they have; a scale
     * without a size keeps the size.
     *
     * @throws dev.pawse.spi.PawseException {@link dev.pawse.spi.Reason#NOT_FOUND} when there is no such app;
     *     {@link dev.pawse.spi.Reason#INVALID} for a process type that the app does not have
     */
    void start(AppId app, Formation formation);

    /**
     * Stops every process of the app; its process types and their sizes stay known. Asks its {@link dev.pawse.spi.Mandate} right
     * before it changes something.
     */
    void stop(AppId app);

    /** Changes the given types and leaves the others as they are. Errors as for {@link #start}. */
    void scale(AppId app, Formation changes);
}
