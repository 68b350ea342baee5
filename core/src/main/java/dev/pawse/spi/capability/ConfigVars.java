package dev.pawse.spi.capability;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Secret;
import java.util.Map;
import java.util.Set;

/** Reads and changes an app's environment. */
public non-sealed interface ConfigVars extends Capability {
    /** All variables by name. */
    Map<String, Secret> configVars(AppId app);

    /** Sets all the given variables in one change, so that a platform that restarts on change does so once. */
    void setConfigVars(AppId app, Map<String, Secret> changes);

    /** Removes all the given variables in one change; names that are not there are passed over. */
    void unsetConfigVars(AppId app, Set<String> names);

    /** Whether the platform restarts the app's processes by itself when a variable changes. */
    boolean restartsOnChange();
}
