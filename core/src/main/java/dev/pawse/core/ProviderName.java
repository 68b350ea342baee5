package dev.pawse.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One provider that the configuration asks for.
 *
 * @param name the user's word for it: lower case, digits and dashes; equal to the type unless written {@code name:type}
 * @param type what it is
 */
public record ProviderName(String name, String type) {
    private static final Pattern WORD = Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?");

    /** Reads {@code local,work:heroku,play:heroku}. */
    static List<ProviderName> list(String text, String origin, Problems problems) {
        List<ProviderName> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String part : text.split(",", -1)) {
            String word = part.strip();
            if (word.isEmpty()) {
                continue;
            }
            int colon = word.indexOf(':');
            String name = colon < 0 ? word : word.substring(0, colon).strip();
            String type = colon < 0 ? word : word.substring(colon + 1).strip();
            if (!WORD.matcher(name).matches() || !WORD.matcher(type).matches()) {
                problems.add(origin + ": '" + word
                        + "' is not a provider such as heroku, or work:heroku for a heroku called work");
            } else if (!names.add(name)) {
                problems.add(origin + ": '" + name
                        + "' is there twice; a second one needs a name of its own, as in other:" + type);
            } else {
                found.add(new ProviderName(name, type));
            }
        }
        return List.copyOf(found);
    }

    @Override
    public String toString() {
        return name.equals(type) ? name : name + ":" + type;
    }
}
