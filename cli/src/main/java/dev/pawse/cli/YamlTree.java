package dev.pawse.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Names and values of a small YAML file of the user's; a name that is not known is an error, never a silent default. */
final class YamlTree {
    private final String where;
    private final Map<?, ?> values;

    private YamlTree(String where, Map<?, ?> values, @Nullable Set<String> known) {
        this.where = where;
        this.values = values;
        if (known != null) {
            refuseUnknown(known);
        }
    }

    /**
     * Reads a file.
     *
     * @param right what would be right where there is something else
     * @throws Failure when it cannot be read, or holds something else
     */
    static YamlTree read(Path file, Set<String> known, String right) {
        Object tree;
        try (Reader reader = Files.newBufferedReader(file)) {
            tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
        } catch (IOException | YAMLException e) {
            throw Problem.config(file + ": cannot be read: " + firstLine(e)).failure(e);
        }
        if (!(tree instanceof Map<?, ?> map)) {
            throw Problem.config(file + ": must say " + right).failure();
        }
        return new YamlTree(file.toString(), map, known);
    }

    /** The text of a name, or null. */
    @Nullable
    String text(String name) {
        Object value = values.get(name);
        if (value instanceof Map || value instanceof Iterable) {
            throw Problem.config(where + ": " + name + " is not one word").failure();
        }
        return value == null ? null : value.toString().strip();
    }

    /** All texts, by name. */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        for (Object key : values.keySet()) {
            String text = text(key.toString());
            if (text != null) {
                texts.put(key.toString(), text);
            }
        }
        return texts;
    }

    /**
     * What stands under a name, by name.
     *
     * @param known the names that each of them may hold, or null for any
     */
    Map<String, YamlTree> children(String name, @Nullable Set<String> known) {
        Object value = values.get(name);
        Map<String, YamlTree> children = new TreeMap<>();
        if (value == null) {
            return children;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw Problem.config(where + ": " + name + " holds no names").failure();
        }
        map.forEach((child, below) -> {
            String place = where + ": " + name + ": " + child;
            if (!(below instanceof Map<?, ?> tree)) {
                throw Problem.config(place + " holds no names" + (known == null ? "" : "; known are " + words(known)))
                        .failure();
            }
            children.put(String.valueOf(child), new YamlTree(place, tree, known));
        });
        return children;
    }

    private void refuseUnknown(Set<String> known) {
        Set<String> unknown = new TreeSet<>();
        values.keySet().forEach(key -> unknown.add(String.valueOf(key)));
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw Problem.config(where + ": unknown key " + String.join(", ", unknown) + "; known are " + words(known))
                    .similar(Similar.to(unknown.iterator().next(), known).orElse(null))
                    .failure();
        }
    }

    private static String words(Set<String> known) {
        return String.join(", ", new TreeSet<>(known));
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
