package dev.pawse.spi;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes words so that a shell reads them back as they are: a provider whose platform takes a line runs a program with exactly the
 * arguments that were asked for. For the shell of POSIX (Shell Command Language, 2.2.2 Single-Quotes) and all that descend from it.
 */
public final class ShellWords {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,-]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private ShellWords() {}

    /** A text as one word, in quotes unless it needs none. No shell can take a NUL. */
    public static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** A program and its arguments as one line. */
    public static String line(List<String> words) {
        return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    /**
     * Commands that export variables, each ended by a semicolon, in the order of their names.
     *
     * @throws PawseException {@link Reason#INVALID} when a name is none for a shell
     */
    public static String exports(Map<String, String> variables) {
        return new TreeMap<>(variables)
                .entrySet().stream()
                        .map(variable -> "export " + name(variable.getKey()) + "=" + quoted(variable.getValue()) + "; ")
                        .collect(Collectors.joining());
    }

    private static String name(String variable) {
        if (!NAME.matcher(variable).matches()) {
            throw new PawseException(
                    Reason.INVALID,
                    "'" + variable
                            + "' is no name for a shell's variable: letters, digits and _ make one, and no digit begins it");
        }
        return variable;
    }
}
