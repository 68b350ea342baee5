package dev.pawse.spi;

import java.time.Duration;
import java.time.Instant;

/** Something that happened to an app and that people want to read later. */
public sealed interface Event {
    /** When. */
    Instant at();

    /** To which app. */
    AppId app();

    /** The event's name in files and JSON, e.g. {@code app-woke}. */
    String name();

    /** One line for people; no secret. */
    String text();

    /** An app that slept answers again. {@code took} runs from the first request for it to its readiness. */
    record Woke(Instant at, AppId app, Formation formation, Duration took) implements Event {
        @Override
        public String name() {
            return "app-woke";
        }

        @Override
        public String text() {
            return "woke after " + took.toMillis() + " ms with " + formation;
        }
    }

    /** A wake ended without an app that answers. */
    record WakeFailed(Instant at, AppId app, Reason reason, String why) implements Event {
        @Override
        public String name() {
            return "app-wake-failed";
        }

        @Override
        public String text() {
            return "did not wake: " + why;
        }
    }

    /** An idle app was stopped. {@code idle} is how long nobody had used it. */
    record Rested(Instant at, AppId app, Formation formation, Duration idle) implements Event {
        @Override
        public String name() {
            return "app-rested";
        }

        @Override
        public String text() {
            return "rests after " + idle.toSeconds() + " s idle; ran " + formation;
        }
    }

    /** A stop was asked for and not carried out; it is tried again. */
    record RestFailed(Instant at, AppId app, Reason reason, String why) implements Event {
        @Override
        public String name() {
            return "app-rest-failed";
        }

        @Override
        public String text() {
            return "could not be stopped: " + why;
        }
    }

    /** A stop was begun and given up for a good reason: a request came, or a hook said no. */
    record RestCancelled(Instant at, AppId app, String why) implements Event {
        @Override
        public String name() {
            return "app-rest-cancelled";
        }

        @Override
        public String text() {
            return "stays awake: " + why;
        }
    }

    /** The app is seen for the first time. */
    record Discovered(Instant at, AppId app, AppState state) implements Event {
        @Override
        public String name() {
            return "app-discovered";
        }

        @Override
        public String text() {
            return "discovered, " + state.label();
        }
    }

    /** The platform no longer knows the app. */
    record Forgotten(Instant at, AppId app) implements Event {
        @Override
        public String name() {
            return "app-forgotten";
        }

        @Override
        public String text() {
            return "is gone from its platform";
        }
    }

    /** Somebody else started the app. */
    record StartedElsewhere(Instant at, AppId app) implements Event {
        @Override
        public String name() {
            return "app-started-elsewhere";
        }

        @Override
        public String text() {
            return "was started by somebody else";
        }
    }

    /** Somebody else stopped the app, or it crashed. */
    record StoppedElsewhere(Instant at, AppId app, AppState state) implements Event {
        @Override
        public String name() {
            return "app-stopped-elsewhere";
        }

        @Override
        public String text() {
            return "is " + state.label() + ", and not by us";
        }
    }

    /** A hook ran around a transition. {@code outcome} is e.g. {@code exit 0} or {@code timed out after 30 s}. */
    record HookRan(Instant at, AppId app, Hook.Point point, String hook, String outcome) implements Event {
        @Override
        public String name() {
            return "hook-ran";
        }

        @Override
        public String text() {
            return point.label() + " hook " + hook + ": " + outcome;
        }
    }
}
