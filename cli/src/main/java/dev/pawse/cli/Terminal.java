package dev.pawse.cli;

import java.util.Properties;

/**
 * Which streams are a terminal and how wide it is: what the launcher found out, as Java cannot tell it of each stream.
 *
 * @param in whether standard input is a terminal
 * @param out whether standard output is a terminal
 * @param err whether standard error is a terminal
 * @param columns the width in characters, or 0 when it is not known
 */
public record Terminal(boolean in, boolean out, boolean err, int columns) {
    /** No terminal at all: files and pipes. */
    public static final Terminal NONE = new Terminal(false, false, false, 0);

    /** Whether any of them is. */
    public boolean isThere() {
        return in || out || err;
    }

    static Terminal of(Properties properties) {
        return new Terminal(
                is(properties, "pawse.tty.stdin"),
                is(properties, "pawse.tty.stdout"),
                is(properties, "pawse.tty.stderr"),
                columns(properties.getProperty("pawse.columns", "")));
    }

    private static boolean is(Properties properties, String key) {
        return "true".equals(properties.getProperty(key));
    }

    private static int columns(String text) {
        try {
            int columns = Integer.parseInt(text);
            return columns >= 20 ? columns : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
