package dev.pawse.local;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Takes a YAML tree apart and notes each problem with its line, so that all of them can be told together. */
final class YamlReader {
    private final List<String> problems = new ArrayList<>();

    List<String> problems() {
        return problems;
    }

    void problem(Node node, String what) {
        problems.add("line " + (node.getStartMark().getLine() + 1) + ": " + what);
    }

    /** The entries of a mapping by key, in order; empty when it is none. */
    Map<String, Node> mapping(Node node, String what) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problem(node, what + " must be a mapping, not " + kind(node));
            return entries;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problem(tuple.getKeyNode(), what + ": a key must be a word");
            } else if (entries.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                problem(key, what + ": '" + key.getValue() + "' stands there twice");
            }
        }
        return entries;
    }

    /** The entries of a mapping whose keys are given; any other key is a problem that names the nearest one. */
    Map<String, Node> mapping(Node node, String what, Collection<String> known) {
        Map<String, Node> entries = mapping(node, what);
        entries.forEach((key, value) -> {
            if (!known.contains(key)) {
                problem(value, what + ": unknown key '" + key + "'" + Nearest.hint(key, known));
            }
        });
        entries.keySet().retainAll(known);
        return entries;
    }

    /** The text of a scalar as it is written, or null when it is none. */
    @Nullable
    String text(@Nullable Node node, String what) {
        if (node == null) {
            return null;
        }
        if (!(node instanceof ScalarNode scalar) || Tag.NULL.equals(node.getTag())) {
            problem(node, what + " must be a text, not " + kind(node));
            return null;
        }
        return scalar.getValue();
    }

    /** The texts of a sequence; empty when it is absent or none. */
    List<String> texts(@Nullable Node node, String what) {
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            problem(node, what + " must be a list, such as [one, two], not " + kind(node));
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            String text = text(element, what);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static String kind(Node node) {
        if (Tag.NULL.equals(node.getTag())) {
            return "empty";
        }
        return switch (node.getNodeId()) {
            case mapping -> "a mapping";
            case sequence -> "a list";
            case scalar -> "a text";
            case anchor -> "an anchor";
        };
    }
}
