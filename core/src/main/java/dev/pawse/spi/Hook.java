package dev.pawse.spi;

import java.util.Locale;

/** Code that runs around a transition of an app. Called on a blocking thread, one transition at a time per app. */
public interface Hook {
    /** The name under which its runs are recorded. */
    String name();

    /** Whether there is anything to run at this point; where there is not, nothing is run and nothing recorded. Never blocks. */
    default boolean runsAt(Point point, App app) {
        return true;
    }

    /**
     * Runs the hook to its end or its time limit. It may block; it does not throw for what the hook itself does wrong.
     *
     * @param app the app as it was last seen
     */
    Outcome run(Point point, App app);

    /** Where in a transition a hook runs. */
    enum Point {
        BEFORE_START,
        AFTER_START,
        BEFORE_STOP,
        AFTER_STOP;

        /** The word that files use, e.g. {@code before-stop}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How a run of a hook ended. */
    sealed interface Outcome {
        /** It did its work. */
        record Succeeded() implements Outcome {}

        /** It failed: a transition goes on all the same unless the hook is required. */
        record Failed(String why) implements Outcome {}

        /** A before-stop hook says that the app must not be stopped now. */
        record Vetoed(String why) implements Outcome {}
    }
}
