package dev.pawse.spi.capability;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and changes an app's environment. */
public non-sealed interface ConfigVars extends Capability {
    /** All variables by name. */
    Map<String, Secret> configVars(AppId app);

    /** The names alone, where they can be had without permission to see the values. */
    default Set<String> configVarNames(AppId app) {
        return configVars(app).keySet();
    }

    /**
     * What is known of variables beside their values, by name; what a platform does not tell is not there. May name more than
     * {@link #configVars} does: what others bring cannot be set, and has its value here.
     */
    default Map<String, Facts> configVarFacts(AppId app) {
        return Map.of();
    }

    /** Where a variable comes from. */
    enum Origin {
        OWN,
        ADD_ON,
        LINKED_APP
    }

    /**
     * What is known of one variable.
     *
     * @param value its value where the app's own variables lack it, else null
     * @param version the platform's word for its newest version, or null
     * @param lastModifiedAt when it got its value, or null
     * @param lastModifiedBy who gave it to it, in the platform's words, or null
     */
    record Facts(
            @Nullable Origin origin,
            @Nullable Secret value,
            @Nullable String version,
            @Nullable Instant lastModifiedAt,
            @Nullable String lastModifiedBy) {}

    /** Sets all the given variables in one change, so that a platform that restarts on change does so once. */
    void setConfigVars(AppId app, Map<String, Secret> changes);

    /** Whether the platform has a place for a word on why a variable was changed. */
    default boolean keepsNotes() {
        return false;
    }

    /**
     * Sets variables as {@link #setConfigVars} does and keeps a word on why; only where {@link #keepsNotes()} says so.
     *
     * @throws dev.pawse.spi.PawseException {@link dev.pawse.spi.Reason#UNSUPPORTED} where it cannot be kept
     */
    default void setConfigVarsWithNote(AppId app, Map<String, Secret> changes, String note) {
        throw new PawseException(Reason.UNSUPPORTED, "this platform keeps no message with config variables");
    }

    /** Removes all the given variables in one change; names that are not there are passed over. */
    void unsetConfigVars(AppId app, Set<String> names);

    /** Whether the platform restarts the app's processes by itself when a variable changes. */
    boolean restartsOnChange();
}
