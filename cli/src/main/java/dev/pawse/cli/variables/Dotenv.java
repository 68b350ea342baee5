package dev.pawse.cli.variables;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Secret;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A {@code .env} file: {@code KEY=value}, bare or in quotes. Double quotes know {@code \n}, {@code \r}, {@code \t}, {@code \"},
 * {@code \\} and {@code \$}; single quotes and backticks know nothing; all may go over several lines. A {@code #} begins a comment at
 * the beginning of a line and after a space. Nothing is filled in: {@code $HOME} is these five characters.
 */
final class Dotenv {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_./:@%+,-]*");

    private Dotenv() {}

    static String line(String name, String value) {
        Names.requireDotenv(name);
        if (BARE.matcher(value).matches()) {
            return name + "=" + value;
        }
        return name + "=\""
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("$", "\\$")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + "\"";
    }

    /** @throws PawseException {@link dev.pawse.spi.Reason#INVALID} with the line at which it is wrong */
    static Map<String, Secret> read(String text) {
        Cursor in = Cursor.ofFile(text);
        Collected found = new Collected();
        while (in.skipToNext()) {
            if (in.takeWord("export")) {
                in.skipSpaces();
            }
            String name = in.name();
            in.skipSpaces();
            if (!in.take("=")) {
                throw in.wrong("no = after " + name + "; right is KEY=VALUE");
            }
            boolean apart = Cursor.isSpace(in.peek());
            in.skipSpaces();
            found.add(in, name, apart && in.peek() == '#' ? "" : value(in, name));
        }
        return found.all();
    }

    private static String value(Cursor in, String name) {
        char first = in.peek();
        if (first != '"' && first != '\'' && first != '`') {
            return bare(in.restOfLine());
        }
        in.next();
        String value = first == '"' ? escaped(in, name) : in.upTo(first, name);
        in.skipSpaces();
        if (!in.atEnd() && in.peek() != '\n' && in.peek() != '#') {
            throw in.wrong("something follows the quotes around the value of " + name
                    + "; what a shell wrote is read with --from shell");
        }
        return value;
    }

    private static String bare(String rest) {
        for (int i = 1; i < rest.length(); i++) {
            if (rest.charAt(i) == '#' && Cursor.isSpace(rest.charAt(i - 1))) {
                return rest.substring(0, i).strip();
            }
        }
        return rest.strip();
    }

    private static String escaped(Cursor in, String name) {
        StringBuilder value = new StringBuilder();
        while (!in.atEnd()) {
            char c = in.next();
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\' && !in.atEnd()) {
                unescape(value, in.next());
            } else {
                value.append(c);
            }
        }
        throw in.unclosed(name);
    }

    private static void unescape(StringBuilder value, char c) {
        switch (c) {
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case '"', '\\', '$' -> value.append(c);
            // A path or a pattern that nobody escaped.
            default -> value.append('\\').append(c);
        }
    }
}
