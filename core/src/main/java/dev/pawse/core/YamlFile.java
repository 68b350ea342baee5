package dev.pawse.core;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a YAML file into nodes that know their lines, and into nothing else: no type of a tag is ever made, and {@code yes},
 * {@code no}, {@code on}, {@code off} are texts. Its size, depth and aliases are limited.
 */
final class YamlFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 20;
    private static final Set<String> PLAIN_TAGS =
            Set.of("str", "int", "float", "bool", "null", "seq", "map", "timestamp", "merge", "value");

    private static final MappingNode NOTHING = new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK);

    private YamlFile() {}

    /** The mapping that the file holds; empty, with a problem reported, when there is none; an empty file is an empty mapping. */
    static Optional<YamlMap> read(Path file, Problems problems) {
        String name = String.valueOf(file.getFileName());
        try {
            if (Files.size(file) > MAX_BYTES) {
                problems.add(name + ": is larger than " + MAX_BYTES + " bytes");
                return Optional.empty();
            }
            return parse(name, decode(Files.readAllBytes(file)), problems);
        } catch (CharacterCodingException e) {
            problems.add(name + ": is not UTF-8 text");
        } catch (IOException e) {
            problems.add(name + ": cannot be read: " + e);
        }
        return Optional.empty();
    }

    static Optional<YamlMap> parse(String name, String text, Problems problems) {
        try {
            Node root = compose(text);
            if (root == null || YamlMap.isNull(root)) {
                return Optional.of(new YamlMap(name, NOTHING, problems));
            }
            if (root instanceof MappingNode mapping) {
                return Optional.of(new YamlMap(name, mapping, problems));
            }
            problems.add(name + ":" + YamlMap.lineOf(root) + ": is " + YamlMap.kind(root)
                    + "; right are keys such as rules:");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            problems.add(name + ":" + line + ": is not YAML: " + context + e.getProblem());
        } catch (YAMLException e) {
            problems.add(name + ": is not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static @Nullable Node compose(String text) {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MAX_BYTES);
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setMaxAliasesForCollections(MAX_ALIASES);
        limits.setAllowDuplicateKeys(false);
        limits.setAllowRecursiveKeys(false);
        Node root = new Yaml(new SafeConstructor(limits)).compose(new StringReader(text));
        if (root != null) {
            refuseTags(root, 0);
        }
        return root;
    }

    private static void refuseTags(Node node, int depth) {
        // Aliases can make a circle, which this depth ends as well.
        if (depth > 2 * MAX_DEPTH) {
            throw new YAMLException("it nests too deeply");
        }
        if (!node.getTag().startsWith(Tag.PREFIX)
                || !PLAIN_TAGS.contains(node.getTag().getValue().substring(Tag.PREFIX.length()))) {
            throw new YAMLException("line " + YamlMap.lineOf(node) + ": the tag " + node.getTag() + " is not allowed");
        }
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(entry -> refuseTags(entry, depth + 1));
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> {
                refuseTags(entry.getKeyNode(), depth + 1);
                refuseTags(entry.getValueNode(), depth + 1);
            });
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
