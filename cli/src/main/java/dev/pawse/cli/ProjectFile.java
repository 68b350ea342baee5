package dev.pawse.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The nearest {@code .pawse.yml}: which app the files of a project belong to.
 *
 * @param path where it lies
 * @param app the app's name, or null
 * @param provider the provider's name, or null
 */
record ProjectFile(
        Path path, @Nullable String app, @Nullable String provider) {
    static final String NAME = ".pawse.yml";
    private static final Set<String> KEYS = Set.of("app", "provider");

    /** Looks in a folder and in those above it. */
    static Optional<ProjectFile> nearest(Path directory) {
        for (Path folder = directory; folder != null; folder = folder.getParent()) {
            Path file = folder.resolve(NAME);
            if (Files.isRegularFile(file)) {
                return Optional.of(read(file));
            }
        }
        return Optional.empty();
    }

    private static ProjectFile read(Path file) {
        Object tree;
        try (Reader reader = Files.newBufferedReader(file)) {
            tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
        } catch (IOException | YAMLException e) {
            throw Problem.config(file + ": cannot be read: " + firstLine(e)).failure(e);
        }
        if (!(tree instanceof Map<?, ?> map)) {
            throw Problem.config(file + ": must say 'app: NAME' and may say 'provider: NAME'")
                    .failure();
        }
        Set<String> unknown = new TreeSet<>();
        map.keySet().forEach(key -> unknown.add(String.valueOf(key)));
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw Problem.config(file + ": unknown key " + String.join(", ", unknown) + "; known are app and provider")
                    .failure();
        }
        return new ProjectFile(file, text(map.get("app")), text(map.get("provider")));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
