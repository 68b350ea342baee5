package dev.pawse.core;

import java.util.Collection;
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
        String nearest = null;
        int least = limit + 1;
        for (String candidate : known) {
            int distance = distance(word, candidate.toLowerCase(Locale.ROOT), least);
            if (distance < least || (distance == least && nearest != null && candidate.compareTo(nearest) < 0)) {
                nearest = candidate;
                least = distance;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** {@code "; did you mean X?"}, or nothing where no known word is near. */
    public static String hint(String written, Collection<String> known) {
        return of(written, known).map(word -> "; did you mean " + word + "?").orElse("");
    }

    /**
     * Optimal string alignment: insertions, deletions, changes and swapped neighbours count one each. What is sure to be more than the
     * limit is not counted to its end.
     */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        int before = 0;
        for (int i = 0; i <= a.length(); i++) {
            int least = Integer.MAX_VALUE;
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = cost(cost, a, b, i, j);
                least = Math.min(least, cost[i][j]);
            }
            // A swap reaches back over one row.
            if (least > limit && before > limit) {
                return limit + 1;
            }
            before = least;
        }
        return cost[a.length()][b.length()];
    }

    private static int cost(int[][] cost, String a, String b, int i, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + change);
        return i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)
                ? Math.min(least, cost[i - 2][j - 2] + 1)
                : least;
    }
}
