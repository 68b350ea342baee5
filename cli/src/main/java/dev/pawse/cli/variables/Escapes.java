package dev.pawse.cli.variables;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Variables in the formats that are written and never read: for Java's properties and for Terraform. */
final class Escapes {
    private Escapes() {}

    static String properties(String name, String value) {
        Properties one = new Properties();
        one.setProperty(name, value);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            one.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Before it comes the time, as a comment.
        String[] lines = out.toString(StandardCharsets.ISO_8859_1).split(System.lineSeparator(), -1);
        return lines[lines.length - 2];
    }

    static String terraform(String name, String value) {
        Names.requireTerraform(name);
        return name + " = \"" + quoted(value).replace("${", "$${").replace("%{", "%%{") + "\"";
    }

    /** The inside of double quotes for YAML, for Terraform and whoever else knows JSON's escapes. */
    static String quoted(String value) {
        StringBuilder text = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(isPrintable(c) ? String.valueOf(c) : String.format("\\u%04x", (int) c));
            }
        }
        return text.toString();
    }

    /** What YAML would not take as it is, or would take for the end of a line. */
    private static boolean isPrintable(char c) {
        return c >= ' ' && (c < 0x7f || c >= 0xa0) && c != 0x2028 && c != 0x2029 && c != 0xfeff && c < 0xfffe;
    }
}
