package dev.pawse.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What commands write with {@code --json}, as JSON Schema. */
public final class Schemas {
    private static final String FILE = "shapes.txt";
    private static final String LINES = "lines ";
    private static final String WATCH = " --watch";

    private final Map<String, String> named = new LinkedHashMap<>();
    private final Map<String, String> commands = new LinkedHashMap<>();

    private Schemas() {}

    /** Those of this version. */
    public static Schemas load() {
        Schemas schemas = new Schemas();
        try (InputStream in = Schemas.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                schemas.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return schemas;
    }

    /** The commands of which there is one. */
    public Set<String> commands() {
        return commands.keySet().stream().filter(path -> !path.endsWith(WATCH)).collect(Collectors.toUnmodifiableSet());
    }

    /** The commands that write something else with {@code --watch}. */
    public Set<String> watches() {
        return commands.keySet().stream()
                .filter(path -> path.endsWith(WATCH))
                .map(path -> path.substring(0, path.length() - WATCH.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The schema of the output of a command or of a group's usual one, of each line of it where it writes one value a line; empty where it writes none. */
    public Optional<Map<String, @Nullable Object>> of(String command) {
        return at(path(command));
    }

    /** The schema of each line that a command writes with {@code --watch}; empty where it has no such thing. */
    public Optional<Map<String, @Nullable Object>> ofWatch(String command) {
        return at(path(command) + WATCH);
    }

    private static String path(String command) {
        String usual = Catalog.usual(command);
        return usual == null ? command : usual;
    }

    private Optional<Map<String, @Nullable Object>> at(String path) {
        String shape = commands.get(path);
        if (shape == null) {
            return Optional.empty();
        }
        boolean lines = shape.startsWith(LINES);
        Map<String, @Nullable Object> schema = Json.object(
                "$schema",
                "https://json-schema.org/draft/2020-12/schema",
                "title",
                "pawse " + path + " --json",
                "description",
                lines ? "One such value a line." : "One such value.");
        schema.putAll(Shape.schema(lines ? shape.substring(LINES.length()) : shape, named));
        return Optional.of(schema);
    }

    private void add(String line) {
        int colon = line.indexOf(": ");
        int equals = line.indexOf(" = ");
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        if ((equals > 0 && equals < colon) || colon < 0) {
            named.put(line.substring(0, equals), line.substring(equals + 3));
        } else {
            commands.put(line.substring(0, colon), line.substring(colon + 2));
        }
    }
}
