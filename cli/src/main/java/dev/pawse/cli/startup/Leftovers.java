package dev.pawse.cli.startup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Archives that nobody will use again. An archive's path holds whose it is: {@code ROOT/PAWSE'S FOLDER/+/JAVA'S FOLDER/VERSIONS.jsa}.
 */
final class Leftovers {
    private static final String BORDER = "+";
    private static final String ROOT = "start";

    private Leftovers() {}

    /** Removes those of other versions in the same two folders, and those of a Pawse or a Java that is gone. */
    static void remove(Path archive) throws IOException {
        Path folder = archive.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!file.equals(archive.toAbsolutePath()) && (name.endsWith(".jsa") || name.endsWith(".attempt"))) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Path root = root(folder);
        if (root == null) {
            return;
        }
        for (Path orphan : orphans(root)) {
            deleteWithEmptyParents(orphan, root);
        }
    }

    private static @Nullable Path root(Path folder) {
        for (Path at = folder; at != null && at.getFileName() != null; at = at.getParent()) {
            Path name = at.getFileName();
            Path parent = at.getParent();
            if (name.toString().equals(ROOT) && parent != null && parent.endsWith("pawse")) {
                return at;
            }
        }
        return null;
    }

    private static List<Path> orphans(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".jsa") && isOrphan(root.relativize(file)))
                    .toList();
        }
    }

    private static boolean isOrphan(Path archive) {
        String path = "/" + archive;
        int border = path.indexOf("/" + BORDER + "/");
        if (border < 0) {
            return true;
        }
        Path java = Path.of(path.substring(border + 2)).getParent();
        return !Files.exists(Path.of(path.substring(0, border), "bin", "pawse")) || java == null || !Files.exists(java);
    }

    private static void deleteWithEmptyParents(Path archive, Path root) throws IOException {
        Files.deleteIfExists(archive);
        for (Path at = archive.getParent(); at != null && !at.equals(root) && isEmpty(at); at = at.getParent()) {
            Files.delete(at);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** Deletes a folder with all that is in it. */
    static void deleteTree(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
