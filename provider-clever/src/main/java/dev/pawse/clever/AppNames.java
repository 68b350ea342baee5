package dev.pawse.clever;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds a name for each app that is its alone: the app's own, or where several share one, that and the beginning of the platform's id,
 * e.g. {@code shop@3f2a9c41}.
 */
final class AppNames {
    private static final int LEAST = 8;

    private AppNames() {}

    /** The names by the platform's ids. */
    static Map<String, String> of(Collection<Account.Item> apps) {
        Map<String, List<String>> keys = new HashMap<>();
        for (Account.Item app : apps) {
            keys.merge(app.name(), List.of(app.id()), AppNames::joined);
        }
        Map<String, String> names = new HashMap<>();
        keys.forEach((name, ids) -> {
            if (ids.size() == 1) {
                names.put(ids.get(0), name);
            } else {
                ids.forEach(id -> names.put(id, name + "@" + beginning(id, ids)));
            }
        });
        return Map.copyOf(names);
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return java.util.stream.Stream.concat(some.stream(), more.stream())
                .distinct()
                .toList();
    }

    /** So much of an id that no other one begins with it. */
    private static String beginning(String id, List<String> ids) {
        String own = bare(id);
        for (int length = Math.min(LEAST, own.length()); length < own.length(); length++) {
            String beginning = own.substring(0, length);
            if (ids.stream().filter(other -> bare(other).startsWith(beginning)).count() == 1) {
                return beginning;
            }
        }
        return own;
    }

    private static String bare(String id) {
        return id.startsWith("app_") ? id.substring("app_".length()) : id;
    }
}
