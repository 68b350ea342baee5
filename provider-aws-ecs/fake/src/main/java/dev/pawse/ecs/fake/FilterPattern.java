package dev.pawse.ecs.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A filter of log events by terms: all of the plain ones, one at least of those marked {@code ?}, none of those marked {@code -}; quotes
 * keep a phrase together. In braces it is a {@link JsonPattern}; what is told by columns or regular expressions is refused.
 */
final class FilterPattern {
    private static final Pattern TERM = Pattern.compile("([?-]?)(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\"]+)\\s*");

    private final List<String> all = new ArrayList<>();
    private final List<String> any = new ArrayList<>();
    private final List<String> none = new ArrayList<>();

    private @Nullable Predicate<String> json;

    private FilterPattern() {}

    static FilterPattern parse(@Nullable String text) {
        FilterPattern pattern = new FilterPattern();
        String rest = text == null ? "" : text.strip();
        if (rest.startsWith("{")) {
            pattern.json = JsonPattern.parse(rest);
            return pattern;
        }
        if (rest.startsWith("[") || rest.startsWith("%")) {
            throw new Refusal("InvalidParameterException", "Invalid filter pattern");
        }
        Matcher matcher = TERM.matcher(rest);
        int at = 0;
        while (at < rest.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new Refusal("InvalidParameterException", "Invalid filter pattern");
            }
            String term = matcher.group(2);
            boolean quoted = term.startsWith("\"");
            if (!quoted && !term.matches("[\\p{L}\\p{N}_]+")) {
                throw new Refusal("InvalidParameterException", "Invalid character(s) in term '" + term + "'");
            }
            String word = quoted ? term.substring(1, term.length() - 1).replaceAll("\\\\(.)", "$1") : term;
            switch (matcher.group(1)) {
                case "?" -> pattern.any.add(word);
                case "-" -> pattern.none.add(word);
                default -> pattern.all.add(word);
            }
            at = matcher.end();
        }
        return pattern;
    }

    boolean matches(String message) {
        if (json != null) {
            return json.test(message);
        }
        return all.stream().allMatch(message::contains)
                && none.stream().noneMatch(message::contains)
                // As documented: optional terms count only where there is no required one.
                && (any.isEmpty() || !all.isEmpty() || any.stream().anyMatch(message::contains));
    }
}
