package dev.pawse.core;

import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts in which {@code $1} stands for what the first group of a pattern found, {@code $10} for the tenth and {@code $0} for all. */
final class GroupReferences {
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\d{1,4})");

    private GroupReferences() {}

    static boolean has(String text) {
        return REFERENCE.matcher(text).find();
    }

    /** The first reference to a group that a pattern of so many groups lacks. */
    static OptionalInt missing(String text, int groups) {
        return REFERENCE
                .matcher(text)
                .results()
                .mapToInt(reference -> Integer.parseInt(reference.group(1)))
                .filter(group -> group > groups)
                .findFirst();
    }

    /** The text with every reference filled in; a group that took no part, or does not exist, is empty. */
    static String fill(String text, @Nullable MatchResult match) {
        if (match == null) {
            return text;
        }
        return REFERENCE
                .matcher(text)
                .replaceAll(reference -> Matcher.quoteReplacement(group(match, Integer.parseInt(reference.group(1)))));
    }

    private static String group(MatchResult match, int number) {
        String found = number <= match.groupCount() ? match.group(number) : null;
        return found == null ? "" : found;
    }
}
