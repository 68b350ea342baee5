package dev.pawse.heroku;

import dev.pawse.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringTokenizer;

/** Reads the password of a machine from a {@code .netrc} file, where Heroku's own command line keeps its token. Never writes it. */
final class Netrc {
    private static final int MAX_SIZE = 1024 * 1024;

    private Netrc() {}

    /** The password; empty when there is no such file, machine or password, or the file cannot be read. */
    static Optional<Secret> password(Path file, String machine) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_SIZE) {
                return Optional.empty();
            }
            return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), machine);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Secret> parse(String text, String machine) {
        StringTokenizer words = new StringTokenizer(withoutMacros(text));
        boolean ours = false;
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            String value = word.equals("default") || !words.hasMoreTokens() ? "" : words.nextToken();
            switch (word) {
                case "machine" -> ours = value.equals(machine);
                case "default" -> ours = false;
                case "password" -> {
                    if (ours && !value.isEmpty()) {
                        return Optional.of(Secret.of(value));
                    }
                }
                default -> {
                    // "login" and "account" do not matter: the token is the whole credential.
                }
            }
        }
        return Optional.empty();
    }

    /** A macro's body ends with an empty line; a comment takes its whole line. */
    private static String withoutMacros(String text) {
        StringBuilder kept = new StringBuilder();
        boolean macro = false;
        for (String line : text.split("\\R", -1)) {
            macro = (macro && !line.isBlank()) || line.strip().startsWith("macdef ");
            if (!macro && !line.strip().startsWith("#")) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString();
    }
}
