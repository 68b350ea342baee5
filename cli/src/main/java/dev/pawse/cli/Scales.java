package dev.pawse.cli;

import dev.pawse.spi.Formation;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the scales that people write: {@code web=2}, {@code web=2:S}, {@code web:2}, {@code worker+1}, {@code worker-1}. */
public final class Scales {
    private static final Pattern ONE =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]*?)(=|:|\\+|-)(\\d{1,6})(?::([^\\s:]+))?");

    private Scales() {}

    /**
     * One scale.
     *
     * @param type the process type
     * @param sign {@code =}, {@code +} or {@code -}
     * @param number how many, or how many more or fewer
     * @param scale the number with the size
     */
    private record One(String type, char sign, int number, Formation.Scale scale) {}

    /** Reads {@code web=3:S worker=2}, as {@link Formation#toString()} writes it. */
    static Formation parse(String text) {
        return changes(
                Formation.empty(), text.isBlank() ? java.util.List.of() : java.util.List.of(text.split("\\s+", -1)));
    }

    /**
     * What is to change.
     *
     * @param now what is asked for now, from which {@code +1} counts
     * @throws IllegalArgumentException when a text is no scale, or asks for fewer than none
     */
    public static Formation changes(Formation now, Iterable<String> texts) {
        Map<String, Formation.Scale> changes = new TreeMap<>();
        for (String text : texts) {
            One one = one(text);
            Formation.Scale old = now.processes().getOrDefault(one.type, Formation.Scale.of(0));
            int quantity = switch (one.sign) {
                case '+' -> old.quantity() + one.number;
                case '-' -> old.quantity() - one.number;
                default -> one.number;
            };
            if (quantity < 0) {
                throw new IllegalArgumentException(text + ": only " + old.quantity() + " run");
            }
            if (changes.put(one.type, new Formation.Scale(quantity, one.scale.size())) != null) {
                throw new IllegalArgumentException(one.type + " is given twice");
            }
        }
        return new Formation(changes);
    }

    private static One one(String text) {
        Matcher matcher = ONE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a scale such as web=2, web=2:S, worker+1 or worker-1");
        }
        int number = Integer.parseInt(matcher.group(3));
        return new One(
                matcher.group(1), matcher.group(2).charAt(0), number, new Formation.Scale(number, matcher.group(4)));
    }
}
