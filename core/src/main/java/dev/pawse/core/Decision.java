package dev.pawse.core;

import dev.pawse.spi.AppId;
import java.util.Locale;

/**
 * What a sweep does with an app, and why.
 *
 * @param app whom it is about
 * @param action what is done
 * @param why the reason, for people
 */
public record Decision(AppId app, Action action, String why) {
    /** What a sweep can do. */
    public enum Action {
        /** It is stopped. */
        REST,
        /** It runs and goes on running. */
        KEEP,
        /** There is nothing to do: it sleeps already, or is not ours to stop. */
        LEAVE;

        /** The word that JSON and people use: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
