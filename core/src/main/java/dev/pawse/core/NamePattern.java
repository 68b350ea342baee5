package dev.pawse.core;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that is looked for anywhere in an app's name. The names come from a platform and the expression from a
 * file, so both are limited in length, and a search that goes back and forth for too long is given up.
 */
final class NamePattern {
    static final int MAX_PATTERN = 500;
    static final int MAX_NAME = 300;
    private static final int MAX_STEPS = 200_000;
    private static final Pattern SPECIAL = Pattern.compile("[\\[\\]{}()*+?|\\\\^$]");

    private final Pattern pattern;

    private NamePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws PawseException {@link Reason#INVALID} when it is no regular expression, or a very long one */
    static NamePattern compile(String text) {
        if (text.length() > MAX_PATTERN) {
            throw new PawseException(
                    Reason.INVALID, "the pattern has " + text.length() + " characters; at most " + MAX_PATTERN);
        }
        try {
            return new NamePattern(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new PawseException(
                    Reason.INVALID,
                    "'" + text + "' is not a regular expression: " + e.getDescription() + " at character "
                            + (e.getIndex() + 1),
                    e);
        }
    }

    /**
     * The first place where the name has it, or null.
     *
     * @throws TooCostly when the name is too long or the search takes too many steps
     */
    @Nullable
    MatchResult find(String name) {
        if (name.length() > MAX_NAME) {
            throw new TooCostly("the name has " + name.length() + " characters");
        }
        Matcher matcher = pattern.matcher(new Counted(name));
        try {
            return matcher.find() ? matcher.toMatchResult() : null;
        } catch (StackOverflowError e) {
            throw new TooCostly("the search nests too deeply");
        }
    }

    /** The one name that a pattern without any special character is about, with {@code ^} and {@code $} around it or without. */
    static Optional<String> plainName(String pattern) {
        String bare = bare(pattern);
        return bare.isBlank() || SPECIAL.matcher(bare).find() ? Optional.empty() : Optional.of(bare);
    }

    /** The pattern without the {@code ^} and the {@code $} around it. */
    static String bare(String pattern) {
        int from = pattern.startsWith("^") ? 1 : 0;
        int to = pattern.endsWith("$") && pattern.length() > from ? pattern.length() - 1 : pattern.length();
        return pattern.substring(from, to);
    }

    int groups() {
        return pattern.matcher("").groupCount();
    }

    String text() {
        return pattern.pattern();
    }

    @Override
    public String toString() {
        return text();
    }

    /** A search that was given up. */
    static final class TooCostly extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooCostly(String message) {
            super(message);
        }
    }

    /** A text that can be looked at only so many times: the one way to stop a search of the JDK's. */
    private static final class Counted implements CharSequence {
        private final String text;
        private int steps;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
                throw new TooCostly("the search takes more than " + MAX_STEPS + " steps");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
