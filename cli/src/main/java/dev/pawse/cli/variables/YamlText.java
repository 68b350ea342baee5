package dev.pawse.cli.variables;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** YAML: one mapping of names to values. Values stay as they are written: {@code 1.10} is these four characters. */
final class YamlText {
    private YamlText() {}

    static Map<String, Secret> read(String text) {
        Node root;
        try {
            // Nodes alone: nothing is made of them that a tag could choose.
            root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw wrong("line " + line + ": this is not YAML");
        } catch (YAMLException e) {
            throw wrong("this is not YAML");
        }
        Map<String, Secret> all = new LinkedHashMap<>();
        if (root == null) {
            return all;
        }
        if (!(root instanceof MappingNode mapping)) {
            throw wrong("no mapping of names to values; right is KEY: \"VALUE\"");
        }
        for (NodeTuple entry : mapping.getValue()) {
            String name = text(entry.getKeyNode(), "a name");
            if (all.putIfAbsent(name, Secret.of(text(entry.getValueNode(), "the value of " + name))) != null) {
                throw wrong(at(entry.getKeyNode()) + name + " is given twice");
            }
        }
        return all;
    }

    private static String text(Node node, String what) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(at(node) + what + " is no text; right is KEY: \"VALUE\"");
    }

    private static String at(Node node) {
        return "line " + (node.getStartMark().getLine() + 1) + ": ";
    }

    private static PawseException wrong(String what) {
        return new PawseException(Reason.INVALID, what);
    }
}
