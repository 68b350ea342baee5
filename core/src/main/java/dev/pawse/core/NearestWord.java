package dev.pawse.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody most likely meant. */
public final class NearestWord {
    private NearestWord() {}

    /** The known word that differs least from what was written, if it is near enough to be meant; upper or lower case does not count. */
    public static Optional<String> of(String written, Collection<String> known) {
        return of(written, known, Math.max(1, written.length() / 3));
    }

    /** The same with a limit: how many letters may differ. */
    static Optional<String> of(String written, Collection<String> known, int limit) {
        String word = written.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> distance(word, candidate.toLowerCase(Locale.ROOT)) <= limit)
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code "; did you mean X?"}, or nothing where no known word is near. */
    public static String hint(String written, Collection<String> known) {
        return of(written, known).map(word -> "; did you mean " + word + "?").orElse("");
    }

    // Optimal string alignment: insertions, deletions, changes and swapped neighbours count one each.
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
