package dev.pawse.cli.command;

import dev.pawse.cli.Session;
import dev.pawse.cli.Style;
import dev.pawse.cli.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of one thing, as people read it: a heading, and under it a line for each fact. */
final class Facts {
    private final Map<String, String> facts = new LinkedHashMap<>();

    /** What is not known is shown as {@code -}. */
    Facts add(String name, @Nullable Object value) {
        facts.put(name, value == null ? "-" : value.toString());
        return this;
    }

    Facts addAll(Map<String, String> more) {
        facts.putAll(more);
        return this;
    }

    List<String> lines(Session session, String heading) {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add(session.out().styled(Text.line(heading), Style.BOLD));
        int indent = width + 4;
        facts.forEach((name, value) -> lines.addAll(session.out()
                .hanging("  " + name + " ".repeat(indent - 2 - name.length()), indent, Text.line(value), Style.PLAIN)));
        return lines;
    }
}
