package dev.pawse.core;

import dev.pawse.spi.PawseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of a YAML file that knows its file and its lines. What is wrong goes to the list of problems, and reading goes on. A
 * key may be written with dashes or with underscores, and every key that nobody asked for is a problem.
 */
final class YamlMap {
    private final String file;
    private final Problems problems;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>();
    private final int line;

    YamlMap(String file, MappingNode node, Problems problems) {
        this.file = file;
        this.problems = problems;
        line = lineOf(node);
        add(node, false, 0);
    }

    /** The line on which the mapping begins, from 1. */
    int line() {
        return line;
    }

    String where() {
        return file + ":" + line;
    }

    Set<String> keys() {
        return entries.keySet();
    }

    /** The text of a key; empty when the key is absent or has no value. */
    Optional<String> text(String key) {
        return value(key).flatMap(node -> scalar(key, node));
    }

    /** What a key's text means; a problem when {@code parse} says so. */
    <T> @Nullable T parsed(String key, Function<String, T> parse) {
        Optional<String> text = text(key);
        return text.isEmpty() ? null : parsedText(key, text.get(), parse);
    }

    <T> @Nullable T parsedText(String key, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (PawseException e) {
            problem(key, e.message());
        } catch (IllegalArgumentException e) {
            problem(key, String.valueOf(e.getMessage()));
        }
        return null;
    }

    /** The texts of a key that holds a list of texts, or one text; null when the key is absent. */
    @Nullable
    List<String> texts(String key) {
        Optional<Node> value = value(key);
        if (value.isEmpty()) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        if (value.get() instanceof SequenceNode list) {
            list.getValue().forEach(node -> scalar(key, node).ifPresent(texts::add));
        } else {
            scalar(key, value.get()).ifPresent(texts::add);
        }
        return texts;
    }

    /** The mapping that a key holds. */
    Optional<YamlMap> map(String key) {
        return value(key).flatMap(node -> map(key, node));
    }

    boolean isMap(String key) {
        return value(key).filter(MappingNode.class::isInstance).isPresent();
    }

    /** The mappings of the list that a key holds. */
    List<YamlMap> maps(String key) {
        Optional<Node> value = value(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof SequenceNode list)) {
            problem(key, "is " + kind(value.get()) + "; right is a list, each entry behind a dash");
            return List.of();
        }
        return list.getValue().stream().flatMap(node -> map(key, node).stream()).toList();
    }

    /** Reports a problem at a key. */
    void problem(String key, String problem) {
        problems.add(place(key) + ": " + problem);
    }

    /** What the user calls a key, with its place: {@code pawse.yml:3: max_waiters}. */
    String place(String key) {
        NodeTuple entry = entries.get(key);
        return file + ":" + (entry == null ? line : lineOf(entry.getKeyNode())) + ": " + key;
    }

    /** Reports a problem of the mapping itself. */
    void problem(String problem) {
        problems.add(where() + ": " + problem);
    }

    /** Reports every key that was not asked for. */
    void finish() {
        for (String key : entries.keySet()) {
            if (!asked.contains(key)) {
                problem(
                        key,
                        "is not known here"
                                + NearestWord.of(key, asked)
                                        .map(word -> "; did you mean " + word + "?")
                                        .orElse("; known are " + String.join(", ", asked)));
            }
        }
    }

    private void add(MappingNode node, boolean merged, int depth) {
        List<NodeTuple> merges = new ArrayList<>();
        for (NodeTuple entry : node.getValue()) {
            Node keyNode = entry.getKeyNode();
            if (!(keyNode instanceof ScalarNode scalar)) {
                problems.add(file + ":" + lineOf(keyNode) + ": a key is a plain text, not " + kind(keyNode));
                continue;
            }
            if (scalar.getTag().equals(Tag.MERGE)) {
                merges.add(entry);
                continue;
            }
            String key = scalar.getValue().strip().toLowerCase(Locale.ROOT).replace('-', '_');
            NodeTuple first = entries.putIfAbsent(key, entry);
            if (first != null && !merged) {
                problems.add(file + ":" + lineOf(keyNode) + ": " + key + ": stands on line "
                        + lineOf(first.getKeyNode()) + " already");
            }
        }
        // What is written out wins over what is merged in, wherever it stands.
        merges.forEach(entry -> merge(entry, depth));
    }

    private void merge(NodeTuple entry, int depth) {
        if (!(entry.getValueNode() instanceof MappingNode from) || depth > 10) {
            problems.add(file + ":" + lineOf(entry.getKeyNode()) + ": <<: merges a mapping only");
            return;
        }
        add(from, true, depth + 1);
    }

    private Optional<Node> value(String key) {
        asked.add(key);
        return Optional.ofNullable(entries.get(key))
                .map(NodeTuple::getValueNode)
                .filter(node -> !isNull(node));
    }

    private Optional<YamlMap> map(String key, Node node) {
        if (node instanceof MappingNode mapping) {
            return Optional.of(new YamlMap(file, mapping, problems));
        }
        problems.add(file + ":" + lineOf(node) + ": " + key + ": is " + kind(node) + "; right are keys with values");
        return Optional.empty();
    }

    private Optional<String> scalar(String key, Node node) {
        if (node instanceof ScalarNode scalar && !isNull(node)) {
            return Optional.of(scalar.getValue());
        }
        problems.add(file + ":" + lineOf(node) + ": " + key + ": is " + kind(node) + "; right is a text");
        return Optional.empty();
    }

    static int lineOf(Node node) {
        Mark start = node.getStartMark();
        return start == null ? 1 : start.getLine() + 1;
    }

    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && (scalar.getValue().isEmpty()
                        || scalar.getValue().equals("~")
                        || scalar.getValue().equals("null"));
    }

    static String kind(Node node) {
        if (isNull(node)) {
            return "empty";
        }
        if (node instanceof MappingNode) {
            return "keys with values";
        }
        return node instanceof SequenceNode ? "a list" : "a text";
    }
}
