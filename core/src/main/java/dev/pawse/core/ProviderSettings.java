package dev.pawse.core;

import dev.pawse.spi.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Deals the variables out to the providers. {@code PROVIDER_WORK_API_TOKEN} is the {@code api-token} of the provider called work,
 * {@code PROVIDER_HEROKU_API_TOKEN} that of every heroku that has none of its own; a type's first word serves as well, so that
 * {@code PROVIDER_CLEVER_TOKEN} reaches clever-cloud. What the platform's own tools read ({@code HEROKU_API_KEY},
 * {@code AWS_REGION}) is there under its whole name, {@code heroku-api-key}, and may be left unread.
 */
final class ProviderSettings {
    private static final String PREFIX = "PROVIDER_";

    private final PawseConfig config;
    private final Set<String> types;
    private final Set<String> prefixes = new TreeSet<>();
    private final Map<String, List<Given>> given = new TreeMap<>();
    private final List<Settings> made = new ArrayList<>();

    ProviderSettings(PawseConfig config, List<String> types) {
        this.config = config;
        this.types = new TreeSet<>(types);
        types.forEach(type -> prefixes.addAll(prefixes(new ProviderName(type, type))));
        config.providers().forEach(name -> prefixes.addAll(prefixes(name)));
    }

    /** A variable that was handed to a provider under a key. */
    private record Given(Settings settings, String key) {}

    Set<String> types() {
        return types;
    }

    Settings of(ProviderName name) {
        Map<String, String> values = new HashMap<>();
        Map<String, String> origins = new LinkedHashMap<>();
        Set<String> variables = config.sources().names();
        // A flag wins over every variable, one with a provider's name in it included.
        boolean flag = config.sources()
                .find(ConfigKeys.PROVIDER_REGION)
                .filter(found -> found.origin().startsWith("--"))
                .isPresent();
        if (flag) {
            put("region", ConfigKeys.PROVIDER_REGION, values, origins);
        }
        for (String prefix : prefixes(name)) {
            for (String variable : variables) {
                if (prefix.equals(longestPrefix(variable))) {
                    put(key(variable.substring(prefix.length())), variable, values, origins);
                }
            }
        }
        Map<String, String> checked = Map.copyOf(origins);
        if (variables.contains(ConfigKeys.PROVIDER_REGION)) {
            put("region", ConfigKeys.PROVIDER_REGION, values, origins);
        }
        String own = word(firstWord(name.type())) + "_";
        variables.stream()
                .filter(variable -> variable.startsWith(own))
                .forEach(variable -> put(key(variable), variable, values, origins));

        Settings settings = new Settings(
                values, key -> origins.getOrDefault(key, prefixes(name).get(0) + word(key)), config.directory());
        made.add(settings);
        checked.forEach((key, variable) ->
                given.computeIfAbsent(variable, any -> new ArrayList<>()).add(new Given(settings, key)));
        return settings;
    }

    /** Every variable that was handed out and that no provider asked for. Call it once all have been made. */
    List<String> unread() {
        List<String> problems = new ArrayList<>();
        given.forEach((variable, places) -> {
            if (places.stream().allMatch(place -> place.settings().unread().contains(place.key()))) {
                Given first = places.get(0);
                Set<String> known = new TreeSet<>();
                first.settings().known().forEach(key -> known.add(longestPrefix(variable) + word(key)));
                problems.add(variable + ": is no setting of this provider"
                        + NearestWord.of(variable, known)
                                .map(word -> "; did you mean " + word + "?")
                                .orElse(known.isEmpty() ? "; it has none" : "; known are " + String.join(", ", known)));
            }
        });
        return problems;
    }

    /** What looks like a mistake and stops nothing. Call it once all have been made. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (String variable : config.sources().names()) {
            if (variable.startsWith(PREFIX)
                    && longestPrefix(variable).isEmpty()
                    && !ConfigKeys.names().contains(variable)) {
                warnings.add(variable + ": is of no provider that is known"
                        + NearestWord.of(variable, candidates(variable))
                                .map(word -> "; did you mean " + word + "?")
                                .orElse(""));
            }
        }
        if (config.sources().find(ConfigKeys.PROVIDER_REGION).isPresent()
                && made.stream().noneMatch(settings -> settings.known().contains("region"))) {
            warnings.add(ConfigKeys.PROVIDER_REGION + ": none of these providers has a region");
        }
        return warnings;
    }

    private Set<String> candidates(String variable) {
        Set<String> candidates = new TreeSet<>();
        for (String prefix : prefixes) {
            for (int at = variable.indexOf('_', PREFIX.length()); at >= 0; at = variable.indexOf('_', at + 1)) {
                candidates.add(prefix + variable.substring(at + 1));
            }
        }
        return candidates;
    }

    private String longestPrefix(String variable) {
        String longest = "";
        for (String prefix : prefixes) {
            if (variable.startsWith(prefix)
                    && variable.length() > prefix.length()
                    && prefix.length() > longest.length()
                    && !ConfigKeys.names().contains(variable)) {
                longest = prefix;
            }
        }
        return longest;
    }

    private void put(String key, String variable, Map<String, String> values, Map<String, String> origins) {
        if (values.containsKey(key)) {
            return;
        }
        config.sources().find(variable).ifPresent(found -> {
            values.put(key, found.text());
            origins.put(key, variable);
        });
    }

    /** The strongest first. */
    private static List<String> prefixes(ProviderName name) {
        return Stream.of(name.name(), name.type(), firstWord(name.type()))
                .distinct()
                .map(word -> PREFIX + word(word) + "_")
                .toList();
    }

    private static String firstWord(String type) {
        int dash = type.indexOf('-');
        return dash < 0 ? type : type.substring(0, dash);
    }

    private static String word(String text) {
        return text.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String key(String text) {
        return text.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
