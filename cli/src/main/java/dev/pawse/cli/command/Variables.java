package dev.pawse.cli.command;

import dev.pawse.cli.Format;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Text;
import dev.pawse.spi.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows config variables, by the same rules for one and for all. */
final class Variables {
    private Variables() {}

    static void show(Session session, Map<String, Secret> variables, boolean namesOnly) {
        Format format = session.out().format();
        switch (format) {
            case HUMAN ->
                session.out()
                        .lines(lines(
                                variables, name -> namesOnly ? name : name + "=" + Text.line(value(variables, name))));
            case SHELL ->
                session.out().lines(lines(variables, name -> "export " + name + "=" + quoted(value(variables, name))));
            case DOTENV -> session.out().lines(lines(variables, name -> name + "=" + dotenv(value(variables, name))));
            case JSON, JSONL, TSV -> session.out().each(json(variables, namesOnly));
        }
    }

    static List<Map<String, @Nullable Object>> json(Map<String, Secret> variables, boolean namesOnly) {
        return variables.keySet().stream()
                .sorted()
                .map(name -> Json.object(
                        "name", name,
                        "value", namesOnly ? null : value(variables, name),
                        "origin", null,
                        "version", null,
                        "lastModifiedAt", null,
                        "lastModifiedBy", null))
                .toList();
    }

    static String value(Map<String, Secret> variables, String name) {
        Secret secret = variables.get(name);
        return secret == null ? "" : secret.reveal();
    }

    private static List<String> lines(Map<String, Secret> variables, java.util.function.UnaryOperator<String> line) {
        return variables.keySet().stream().sorted().map(line).toList();
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    private static String dotenv(String value) {
        if (value.matches("[A-Za-z0-9_./:@%+,-]*")) {
            return value;
        }
        return "\""
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("$", "\\$")
                        .replace("\n", "\\n") + "\"";
    }
}
