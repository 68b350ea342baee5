package dev.pawse.cli.command;

import dev.pawse.cli.Format;
import dev.pawse.cli.Json;
import dev.pawse.cli.Session;
import dev.pawse.cli.Text;
import dev.pawse.cli.variables.VariableText;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.ConfigVars.Facts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Shows config variables, by the same rules for one and for all. */
final class Variables {
    private Variables() {}

    static void show(Session session, Map<String, Secret> variables) {
        Format format = session.out().format();
        switch (format) {
            case HUMAN -> session.out().lines(human(variables));
            case SHELL, DOTENV, YAML, PROPERTIES, TFVARS -> session.out().lines(VariableText.lines(format, variables));
            case JSON, JSONL, TSV -> {
                List<Map<String, @Nullable Object>> all = new ArrayList<>();
                new TreeMap<>(variables).forEach((name, value) -> all.add(json(name, value, null)));
                session.out().each(all);
            }
        }
    }

    static void showNames(Session session, Set<String> names) {
        if (session.out().isHuman() || session.out().format().compareTo(Format.SHELL) >= 0) {
            session.out().lines(List.copyOf(new TreeSet<>(names)));
            return;
        }
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        new TreeSet<>(names).forEach(name -> all.add(json(name, null, null)));
        session.out().each(all);
    }

    static Map<String, @Nullable Object> json(String name, @Nullable Secret value, @Nullable Facts facts) {
        return Json.object(
                "name",
                name,
                "value",
                value == null ? null : value.reveal(),
                "origin",
                facts == null ? null : facts.origin(),
                "version",
                facts == null ? null : facts.version(),
                "lastModifiedAt",
                facts == null ? null : facts.lastModifiedAt(),
                "lastModifiedBy",
                facts == null ? null : facts.lastModifiedBy());
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

    private static List<String> human(Map<String, Secret> variables) {
        return variables.keySet().stream()
                .sorted()
                .map(name -> name + "=" + Text.line(value(variables, name)))
                .toList();
    }
}
