package dev.pawse.core;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Name patterns in which {@code *} stands for any text and {@code ?} for one character; a name matches when one of them does. */
public final class Globs {
    private static final Globs NONE = new Globs(List.of());

    private final List<String> patterns;

    private Globs(List<String> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /** Matches nothing. */
    public static Globs none() {
        return NONE;
    }

    public static Globs of(String... patterns) {
        return new Globs(Arrays.asList(patterns));
    }

    /** Reads a list separated by commas; white space around a pattern and empty ones do not count. */
    public static Globs parse(String text) {
        return new Globs(Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .toList());
    }

    public boolean isEmpty() {
        return patterns.isEmpty();
    }

    public boolean matches(String name) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, name));
    }

    @Override
    public String toString() {
        return patterns.stream().collect(Collectors.joining(","));
    }

    // Goes back to the last star only, so the time is bounded by the product of the lengths.
    private static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : '\0';
            if (wanted == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && (wanted == '?' || wanted == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
