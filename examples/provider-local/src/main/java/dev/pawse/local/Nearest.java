package dev.pawse.local;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Finds the word that somebody meant who mistyped it. */
final class Nearest {
    private static final int MOST_EDITS = 3;

    private Nearest() {}

    /** What to add to a message about an unknown word: the word that was probably meant, or all there are. */
    static String hint(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> edits(word, candidate)))
                .filter(candidate -> edits(word, candidate) <= Math.min(MOST_EDITS, candidate.length() / 2))
                .map(candidate -> "; did you mean '" + candidate + "'?")
                .orElseGet(() -> known.isEmpty()
                        ? ""
                        : "; there are " + known.stream().sorted().collect(Collectors.joining(", ")));
    }

    /** How many letters must be added, removed or changed. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int changed = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(changed, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[to.length()];
    }
}
