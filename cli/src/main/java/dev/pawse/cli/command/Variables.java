package dev.pawse.cli.command;

import dev.pawse.cli.Format;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Text;
import dev.pawse.cli.variables.VariableText;
import dev.pawse.spi.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shows config variables, by the same rules for one and for all. */
final class Variables {
    private Variables() {}

    static void show(Session session, Map<String, Secret> variables, boolean namesOnly) {
        Format format = session.out().format();
        switch (format) {
            case HUMAN -> session.out().lines(human(variables, namesOnly));
            case SHELL, DOTENV, YAML, PROPERTIES, TFVARS -> session.out().lines(VariableText.lines(format, variables));
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

    /** One object of names and values. */
    static Map<String, @Nullable Object> flat(Map<String, Secret> variables) {
        Map<String, @Nullable Object> flat = new LinkedHashMap<>();
        new TreeMap<>(variables).forEach((name, value) -> flat.put(name, value.reveal()));
        return flat;
    }

    static String value(Map<String, Secret> variables, String name) {
        Secret secret = variables.get(name);
        return secret == null ? "" : secret.reveal();
    }

    private static List<String> human(Map<String, Secret> variables, boolean namesOnly) {
        return variables.keySet().stream()
                .sorted()
                .map(name -> namesOnly ? name : name + "=" + Text.line(value(variables, name)))
                .toList();
    }
}
