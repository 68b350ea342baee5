package dev.pawse.cli.endtoend;

import dev.pawse.spi.Registry.Stage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Where in a transition a proxy is killed, and what is to be seen then. */
record CrashPoint(Transition transition, Moment moment) {
    /** What is done with an app, by what the registry says of it before, meanwhile and after. */
    enum Transition {
        REST(Stage.AWAKE, Stage.RESTING, Stage.ASLEEP),
        WAKE(Stage.ASLEEP, Stage.WAKING, Stage.AWAKE);

        final Stage before;
        final Stage intent;
        final Stage after;

        Transition(Stage before, Stage intent, Stage after) {
            this.before = before;
            this.intent = intent;
            this.after = after;
        }
    }

    /** How far the transition has come. */
    enum Moment {
        /** The intent is on its way to the registry. */
        BEFORE_THE_INTENT(0, false),
        /** The intent is in the registry, and the proxy does not know it. */
        INTENT_UNANSWERED(0, false),
        /** The call has come to the platform. */
        BEFORE_THE_CHANGE(1, false),
        /** The platform has done what it was asked, and the proxy does not know it. */
        CHANGE_UNANSWERED(1, true),
        /** What was done is on its way to the registry. */
        BEFORE_THE_RECORD(1, true),
        /** The registry knows what was done, and the proxy does not know that. */
        RECORD_UNANSWERED(1, true);

        /** How often the platform was asked for a change. */
        final int calls;

        final boolean changed;

        Moment(int calls, boolean changed) {
            this.calls = calls;
            this.changed = changed;
        }
    }

    static List<CrashPoint> of(Transition transition) {
        return Stream.of(Moment.values())
                .map(moment -> new CrashPoint(transition, moment))
                .toList();
    }

    /** The app to which it happens, e.g. {@code rest-before-the-intent}. */
    String app() {
        return (transition + "-" + moment).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the registry says. */
    Stage stage() {
        return switch (moment) {
            case BEFORE_THE_INTENT -> transition.before;
            case INTENT_UNANSWERED, BEFORE_THE_CHANGE, CHANGE_UNANSWERED, BEFORE_THE_RECORD -> transition.intent;
            case RECORD_UNANSWERED -> transition.after;
        };
    }

    /** Whether the platform runs the app. */
    boolean runs() {
        return moment.changed == (transition == Transition.WAKE);
    }
}
