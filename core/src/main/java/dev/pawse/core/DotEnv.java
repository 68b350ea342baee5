package dev.pawse.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code .env} file as Node's dotenv does: {@code export} is allowed, {@code '…'} is taken as it stands, {@code "…"} may hold
 * {@code \n}, both may go over several lines, and {@code #} begins a comment where no quotes are open. {@code ${NAME}} outside of
 * single quotes is filled in where the name is known and left alone where it is not.
 */
final class DotEnv {
    private static final Pattern NAME = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\\s*=");
    private static final Pattern REFERENCE = Pattern.compile("\\\\\\$|\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final String file;
    private final List<String> lines;
    private final Function<String, @Nullable String> outer;
    private final Problems problems;
    private final Map<String, String> values = new LinkedHashMap<>();
    private int at;

    private DotEnv(String file, String text, Function<String, @Nullable String> outer, Problems problems) {
        this.file = file;
        lines = text.lines().toList();
        this.outer = outer;
        this.problems = problems;
    }

    /**
     * Reads the text of a file.
     *
     * @param outer what a name stands for that wins over the file, or null
     */
    static Map<String, String> parse(
            String file, String text, Function<String, @Nullable String> outer, Problems problems) {
        DotEnv parser = new DotEnv(file, text.startsWith("\uFEFF") ? text.substring(1) : text, outer, problems);
        parser.run();
        return parser.values;
    }

    private void run() {
        while (at < lines.size()) {
            String line = lines.get(at).strip();
            at++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher name = NAME.matcher(line);
            if (!name.lookingAt()) {
                problems.add(file + ":" + at + ": is not of the form NAME=value");
                continue;
            }
            values.put(name.group(1), value(line.substring(name.end()).strip()));
        }
    }

    private String value(String text) {
        char quote = text.isEmpty() ? ' ' : text.charAt(0);
        if (quote != '"' && quote != '\'' && quote != '`') {
            int comment = text.indexOf('#');
            return fill(comment < 0 ? text : text.substring(0, comment).strip());
        }
        String quoted = quoted(text, quote);
        if (quoted == null) {
            problems.add(file + ":" + at + ": the quote " + quote + " is not closed");
            return "";
        }
        return switch (quote) {
            case '\'' -> quoted;
            case '"' -> fill(quoted.replace("\\n", "\n").replace("\\r", "\r").replace("\\\"", "\""));
            default -> fill(quoted);
        };
    }

    /** What is between the quotes, of which the second one may stand on a later line; null when there is none. */
    private @Nullable String quoted(String text, char quote) {
        StringBuilder all = new StringBuilder(text);
        int next = at;
        while (true) {
            int end = close(all, quote);
            if (end > 0) {
                at = next;
                return all.substring(1, end);
            }
            if (next >= lines.size()) {
                return null;
            }
            all.append('\n').append(lines.get(next));
            next++;
        }
    }

    private static int close(CharSequence text, char quote) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == quote && text.charAt(i - 1) != '\\') {
                return i;
            }
        }
        return -1;
    }

    private String fill(String text) {
        return REFERENCE.matcher(text).replaceAll(reference -> {
            String name = reference.group(1);
            if (name == null) {
                return Matcher.quoteReplacement("$");
            }
            String known = outer.apply(name);
            String value = known != null ? known : values.get(name);
            return Matcher.quoteReplacement(value == null ? reference.group() : value);
        });
    }
}
