package dev.pawse.core;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells variables that are ours from those that only look like it: a misspelt one must not be a silent default. */
final class UnknownVariables {
    /** Nobody else's variables begin like this. */
    private static final List<String> OURS =
            List.of("START_AND_STOP_", "REGISTRY_", "HOOKS_", "ROUTING_SYSTEM_API_", "EVENTS_STORE_");
    /** Others may have such variables too, so that only what is nearly one of ours counts. */
    private static final List<String> SHARED = List.of("ADMIN_", "PROXY_", "WAKE_", "LOGGING_", "PAWSE_", "PROVIDER_");

    /** What the command line reads without this configuration. */
    private static final Set<String> OF_COMMANDS = Set.of("ADMIN_URL", "PAWSE_APP", "PAWSE_PROVIDER", "PAWSE_PROFILE");

    private UnknownVariables() {}

    /** Whether a variable is one of ours, or belongs to a family of ours whose members a plugin knows. */
    static boolean isOurs(String name) {
        boolean ofAFamily = name.startsWith("PROVIDER_") || name.matches("(?:REGISTRY|EVENTS_STORE)_[A-Z0-9]+_.+");
        return ConfigKeys.names().contains(name)
                || isSecretFile(name)
                || (ofAFamily && near(name).isEmpty());
    }

    static void warn(ConfigSources sources, ConfigReader reader, Problems warnings) {
        String registry = family("REGISTRY_", reader.text(ConfigKeys.REGISTRY_TYPE));
        String eventStore = family("EVENTS_STORE_", reader.text(ConfigKeys.EVENTS_STORE_TYPE));
        for (String name : sources.names()) {
            boolean known = ConfigKeys.names().contains(name)
                    || OF_COMMANDS.contains(name)
                    || isSecretFile(name)
                    || name.startsWith(registry)
                    || name.startsWith(eventStore);
            if (!known && isSuspect(name)) {
                warnings.add(name + ": is no variable of Pawse"
                        + near(name).map(word -> "; did you mean " + word + "?").orElse(""));
            }
        }
    }

    private static boolean isSuspect(String name) {
        return begins(name, OURS) || (begins(name, SHARED) && near(name).isPresent());
    }

    private static boolean begins(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> near(String name) {
        // A third of a long name is another name, so a few letters are the limit here.
        return NearestWord.of(name, ConfigKeys.names(), 3);
    }

    private static boolean isSecretFile(String name) {
        return name.endsWith("_FILE")
                && ConfigKeys.all().stream().anyMatch(key -> key.secret() && name.equals(key.name() + "_FILE"));
    }

    private static String family(String prefix, Optional<String> type) {
        // A type that is not set has no family: nothing begins with a space.
        return type.map(word -> prefix + word.toUpperCase(Locale.ROOT).replace('-', '_') + "_")
                .orElse(" ");
    }
}
