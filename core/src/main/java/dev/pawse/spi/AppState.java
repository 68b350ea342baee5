package dev.pawse.spi;

import java.util.Locale;

/** What an app is doing, as its platform sees it. */
public enum AppState {
    /** At least one of its processes runs; it may still need a moment before it answers. */
    RUNNING,
    /** It was asked to run and has no running process yet. */
    STARTING,
    /** It was asked to stop and still has a running process. */
    STOPPING,
    /** Nothing runs and nothing was asked to. */
    STOPPED,
    /** It was asked to run and its processes ended by themselves. */
    CRASHED,
    /** The platform gives no answer that could be read. */
    UNKNOWN;

    /** The word that files, JSON and people use: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
