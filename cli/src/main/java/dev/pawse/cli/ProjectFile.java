package dev.pawse.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nearest {@code .pawse.yml}: which app the files of a project belong to.
 *
 * @param path where it lies
 * @param app the app's name, or null
 * @param provider the provider's name, or null
 * @param region the provider's region, or null
 */
record ProjectFile(
        Path path,
        @Nullable String app,
        @Nullable String provider,
        @Nullable String region) {
    static final String NAME = ".pawse.yml";
    private static final Set<String> KEYS = Set.of("app", "provider", "region");

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
        YamlTree tree = YamlTree.read(file, KEYS, "'app: NAME' and may say 'provider: NAME' and 'region: NAME'");
        return new ProjectFile(file, tree.text("app"), tree.text("provider"), tree.text("region"));
    }
}
