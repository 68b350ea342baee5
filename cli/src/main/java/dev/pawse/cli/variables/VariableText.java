package dev.pawse.cli.variables;

import dev.pawse.cli.Format;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Config variables as a text, in the formats of other programs. */
public final class VariableText {
    private VariableText() {}

    /**
     * The lines of a text that holds these variables, by name.
     *
     * @param format one of those that only variables have
     * @throws PawseException {@link dev.pawse.spi.Reason#INVALID} when a name cannot be written in it
     */
    public static List<String> lines(Format format, Map<String, Secret> variables) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(variables).forEach((name, value) -> lines.add(line(format, name, value.reveal())));
        return lines;
    }

    /**
     * Reads a text.
     *
     * @throws PawseException {@link dev.pawse.spi.Reason#INVALID} with the place at which it is wrong, and never a value
     */
    public static Map<String, Secret> read(Format format, String text) {
        return switch (format) {
            case DOTENV -> Dotenv.read(text);
            case SHELL -> ShellText.read(text);
            case JSON -> JsonText.read(text);
            case YAML -> YamlText.read(text);
            case HUMAN, JSONL, TSV, PROPERTIES, TFVARS -> throw new IllegalArgumentException(format + " is not read");
        };
    }

    /** The format that a text seems to have, by the name of its file and by how it begins. */
    public static Format guess(String file, String text) {
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return Format.JSON;
        }
        if (name.endsWith(".yml") || name.endsWith(".yaml")) {
            return Format.YAML;
        }
        if (name.endsWith(".sh")) {
            return Format.SHELL;
        }
        String start = text.stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            return Format.JSON;
        }
        return ShellText.isLikely(text) ? Format.SHELL : Format.DOTENV;
    }

    private static String line(Format format, String name, String value) {
        return switch (format) {
            case DOTENV -> Dotenv.line(name, value);
            case SHELL -> ShellText.line(name, value);
            case YAML -> "\"" + Escapes.quoted(name) + "\": \"" + Escapes.quoted(value) + "\"";
            case PROPERTIES -> Escapes.properties(name, value);
            case TFVARS -> Escapes.terraform(name, value);
            case HUMAN, JSON, JSONL, TSV -> throw new IllegalArgumentException(format + " is not for variables alone");
        };
    }
}
