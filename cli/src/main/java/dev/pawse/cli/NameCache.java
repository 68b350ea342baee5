package dev.pawse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names that completion offers: files in the user's cache, one name a line, which the shells read by themselves. Names
 * alone, never values; a name that a shell could take for something else is left out. That nothing can be written is no failure.
 */
public final class NameCache {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._:-]*");

    private NameCache() {}

    /** Keeps the names of all apps of a provider. */
    public static void keepApps(World world, String provider, Collection<String> names) {
        keep(world, List.of("apps", provider), names);
    }

    /** Keeps the names of all config variables of an app. */
    public static void keepVariables(World world, Target target, Collection<String> names) {
        keep(world, List.of("config", target.id().provider(), target.id().name()), names);
    }

    private static void keep(World world, List<String> place, Collection<String> names) {
        Path file = UserFolders.of(world).cache().orElse(null);
        if (file == null || !place.stream().allMatch(NameCache::isPlain)) {
            return;
        }
        file = file.resolve("names");
        for (String name : place) {
            file = file.resolve(name);
        }
        List<String> lines = new ArrayList<>();
        for (String name : new TreeSet<>(names)) {
            if (isPlain(name)) {
                lines.add(name);
            }
        }
        try {
            write(file, lines);
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            // Completion knows a little less.
            return;
        }
    }

    private static boolean isPlain(String name) {
        return PLAIN.matcher(name).matches();
    }

    private static void write(Path file, List<String> lines) throws IOException {
        if (Files.exists(file) && Files.readAllLines(file).equals(lines)) {
            return;
        }
        Path parent = file.toAbsolutePath().getParent();
        FileAttribute<?> ownersOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(parent, ownersOnly);
        // Nobody else may read it: temporary files are made that way.
        Path part = Files.createTempFile(parent, ".names", null);
        try {
            Files.write(part, lines);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
