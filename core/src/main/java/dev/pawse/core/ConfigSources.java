package dev.pawse.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The places where a variable may be set, the strongest first. A blank value hides the weaker places: the variable is then not
 * set.
 */
final class ConfigSources {
    private final List<Source> sources;

    private ConfigSources(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * One place.
     *
     * @param values by variable
     * @param origins what the user calls a variable there, where that is not its name
     */
    record Source(Map<String, String> values, Map<String, String> origins) {
        Source {
            values = Map.copyOf(values);
            origins = Map.copyOf(origins);
        }

        /** Variables under their own names. */
        static Source of(Map<String, String> values) {
            return new Source(values, Map.of());
        }

        /** The flags of a command line, each by its name without dashes or by the variable's; unknown ones are problems. */
        static Source flags(Map<String, String> flags, Problems problems) {
            Map<String, String> values = new HashMap<>();
            Map<String, String> origins = new HashMap<>();
            flags.forEach((flag, value) -> {
                String bare = flag.replaceFirst("^-+", "");
                String name = ConfigKeys.flagged(bare).map(ConfigKey::name).orElse(bare);
                if (ConfigKeys.names().contains(name)) {
                    values.put(name, value);
                    origins.put(name, name.equals(bare) ? name : "--" + bare);
                } else {
                    problems.add("--" + bare + ": is no setting");
                }
            });
            return new Source(values, origins);
        }
    }

    /** What a variable is set to, and what the user calls it. */
    record Found(String text, String origin) {}

    static ConfigSources of(List<Source> strongestFirst) {
        return new ConfigSources(strongestFirst);
    }

    Optional<Found> find(String name) {
        for (Source source : sources) {
            String text = source.values().get(name);
            if (text != null) {
                return text.isBlank()
                        ? Optional.empty()
                        : Optional.of(new Found(text.strip(), source.origins().getOrDefault(name, name)));
            }
        }
        return Optional.empty();
    }

    /** The variables that are set. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        sources.forEach(source -> names.addAll(source.values().keySet()));
        names.removeIf(name -> find(name).isEmpty());
        return names;
    }
}
