package dev.pawse.cli.variables;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Assignments as a POSIX shell reads them, and as {@code export -p} of sh, bash and zsh writes them. Nothing is run and nothing filled
 * in: a text that would need it is refused.
 */
final class ShellText {
    private static final String SPECIAL = "$`()&|<>";

    private ShellText() {}

    static String line(String name, String value) {
        Names.requireShell(name);
        return "export " + name + "='" + value.replace("'", "'\\''") + "'";
    }

    /** Whether a text was written for a shell rather than as a {@code .env} file: its first assignment is exported. */
    static boolean isLikely(String text) {
        Cursor in = new Cursor(text);
        return in.skipToNext() && takeExport(in);
    }

    /** @throws PawseException {@link dev.pawse.spi.Reason#INVALID} with the line at which it is wrong */
    static Map<String, Secret> read(String text) {
        Cursor in = new Cursor(text);
        Collected found = new Collected();
        while (in.skipToNext()) {
            takeExport(in);
            String name = in.name();
            if (!in.take("=")) {
                throw in.wrong("no = after " + name + "; right is export KEY='VALUE'");
            }
            found.add(in, name, word(in, name));
            in.skipSpaces();
            in.take(";");
        }
        return found.all();
    }

    private static boolean takeExport(Cursor in) {
        boolean export = in.takeWord("export") || in.takeWord("declare -x") || in.takeWord("typeset -x");
        in.skipSpaces();
        return export;
    }

    private static String word(Cursor in, String name) {
        StringBuilder word = new StringBuilder();
        while (!in.atEnd() && !Cursor.isSpace(in.peek()) && in.peek() != '\n' && in.peek() != ';') {
            if (in.take("$'")) {
                ansi(in, name, word);
                continue;
            }
            char c = in.next();
            switch (c) {
                case '\'' -> word.append(in.upTo('\'', name));
                case '"' -> quoted(in, name, word);
                case '\\' -> escaped(in, word);
                default -> word.append(plain(in, name, c));
            }
        }
        return word.toString();
    }

    private static char plain(Cursor in, String name, char c) {
        if (SPECIAL.indexOf(c) >= 0) {
            throw in.wrong(
                    "the value of " + name + " has a " + c
                            + " outside of single quotes, and nothing is run or filled in here; --from dotenv takes it as it is");
        }
        return c;
    }

    private static void escaped(Cursor in, StringBuilder word) {
        if (!in.atEnd() && !in.take("\n")) {
            word.append(in.next());
        }
    }

    private static void quoted(Cursor in, String name, StringBuilder word) {
        while (!in.atEnd()) {
            char c = in.next();
            if (c == '"') {
                return;
            }
            if (c == '\\' && !in.atEnd()) {
                if ("\"\\$`".indexOf(in.peek()) >= 0) {
                    word.append(in.next());
                } else if (!in.take("\n")) {
                    word.append(c);
                }
            } else {
                word.append(c == '$' || c == '`' ? plain(in, name, c) : c);
            }
        }
        throw in.unclosed(name);
    }

    /** {@code $'…'}, in which bash and zsh write what has no other way; some of it byte by byte. */
    private static void ansi(Cursor in, String name, StringBuilder word) {
        StringBuilder bytes = new StringBuilder();
        while (!in.atEnd()) {
            char c = in.next();
            if (c == '\'') {
                decode(bytes, word);
                return;
            }
            if (c == '\\' && in.peek() >= '0' && in.peek() <= '7') {
                bytes.append(octal(in));
                continue;
            }
            decode(bytes, word);
            word.append(c == '\\' && !in.atEnd() ? ansi(in, name, in.next()) : c);
        }
        throw in.unclosed(name);
    }

    private static char octal(Cursor in) {
        int value = 0;
        for (int digits = 0; digits < 3 && in.peek() >= '0' && in.peek() <= '7'; digits++) {
            value = value * 8 + in.next() - '0';
        }
        return (char) (value & 0xff);
    }

    /** Bytes that follow one another are characters together. */
    private static void decode(StringBuilder bytes, StringBuilder word) {
        word.append(new String(bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        bytes.setLength(0);
    }

    private static char ansi(Cursor in, String name, char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'a' -> '\u0007';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'v' -> '\u000b';
            case 'e', 'E' -> '\u001b';
            case '\\', '\'', '"', '?' -> c;
            default ->
                throw in.wrong("the value of " + name + " has the escape \\" + Character.toString(c)
                        + ", which is not read here; write the character itself");
        };
    }
}
