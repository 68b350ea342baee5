package dev.pawse.core;

import dev.pawse.spi.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The variables of a registry or of an event store: {@code REGISTRY_REDIS_URL} is the {@code url} of the type redis, and so is
 * {@code REDIS_URL} where that is not set. An event store has what the registry of its type has, unless it says otherwise.
 */
final class StoreSettings {
    private final Settings settings;
    private final Map<String, String> checked;
    private final String prefix;

    private StoreSettings(Settings settings, Map<String, String> checked, String prefix) {
        this.settings = settings;
        this.checked = checked;
        this.prefix = prefix;
    }

    static StoreSettings registry(PawseConfig config, String type) {
        return of(config, type, List.of("REGISTRY_"));
    }

    static StoreSettings eventStore(PawseConfig config, String type) {
        return of(config, type, List.of("EVENTS_STORE_", "REGISTRY_"));
    }

    Settings settings() {
        return settings;
    }

    /** Every variable that was meant for this store alone and that it did not ask for. Call it once the store has been made. */
    List<String> unread() {
        List<String> problems = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        settings.known().forEach(key -> known.add(prefix + variable(key)));
        for (String key : settings.unread()) {
            String name = checked.get(key);
            if (name != null) {
                problems.add(name + ": is no setting of this store"
                        + NearestWord.of(name, known)
                                .map(word -> "; did you mean " + word + "?")
                                .orElse("; known are " + String.join(", ", known)));
            }
        }
        return problems;
    }

    private static StoreSettings of(PawseConfig config, String type, List<String> families) {
        String word = variable(type);
        Map<String, String> values = new HashMap<>();
        Map<String, String> origins = new LinkedHashMap<>();
        Map<String, String> checked = Map.of();
        for (String family : families) {
            String prefix = family + word + "_";
            for (String name : config.sources().names()) {
                if (name.startsWith(prefix) && name.length() > prefix.length()) {
                    put(config, key(name.substring(prefix.length())), name, values, origins);
                }
            }
            checked = checked.isEmpty() && family.equals(families.get(0)) ? Map.copyOf(origins) : checked;
        }
        if (!values.containsKey("url-file")) {
            put(config, "url", word + "_URL", values, origins);
            defaults("REGISTRY_" + word + "_", values);
        }
        String first = families.get(0) + word + "_";
        Settings settings =
                new Settings(values, key -> origins.getOrDefault(key, first + variable(key)), config.directory());
        return new StoreSettings(settings, checked, first);
    }

    private static void defaults(String prefix, Map<String, String> values) {
        for (ConfigKey key : ConfigKeys.all()) {
            String absent = key.absent();
            if (key.name().startsWith(prefix) && absent != null) {
                values.putIfAbsent(key(key.name().substring(prefix.length())), absent);
            }
        }
    }

    private static void put(
            PawseConfig config, String key, String name, Map<String, String> values, Map<String, String> origins) {
        config.sources().find(name).ifPresent(found -> {
            if (values.putIfAbsent(key, found.text()) == null) {
                origins.put(key, name);
            }
        });
    }

    private static String variable(String text) {
        return text.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String key(String text) {
        return text.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
