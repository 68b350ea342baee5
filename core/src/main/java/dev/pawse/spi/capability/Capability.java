package dev.pawse.spi.capability;

import java.util.List;
import java.util.Locale;

/**
 * Something that a provider can do beyond telling which apps there are. *The provider cannot* is an empty
 * {@link dev.pawse.spi.Provider#capability}; *this app has none* (no database, no log) is
 * {@link dev.pawse.spi.Reason#NOT_FOUND} from the method; an empty list means that there are none.
 */
public sealed interface Capability
        permits Scaling,
                Logs,
                ConfigVars,
                ConfigHistory,
                Builds,
                Deployments,
                Releases,
                Timeline,
                Processes,
                Shell,
                Databases,
                Permissions {

    /** Every capability there is, in the order in which people are told of them. */
    List<Class<? extends Capability>> ALL = List.of(
            Scaling.class,
            Processes.class,
            Logs.class,
            ConfigVars.class,
            ConfigHistory.class,
            Builds.class,
            Deployments.class,
            Releases.class,
            Timeline.class,
            Shell.class,
            Databases.class,
            Permissions.class);

    /** The word that people and JSON use, e.g. {@code config-vars}. */
    static String label(Class<? extends Capability> type) {
        return type.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
