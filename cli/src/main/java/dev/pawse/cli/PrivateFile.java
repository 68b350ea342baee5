package dev.pawse.cli;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** A file that nobody but its owner can read, in a folder that is nobody else's either. */
final class PrivateFile {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateFile() {}

    /** Writes the whole file or nothing. */
    static void write(Path file, String text) throws IOException {
        Path folder = folder(file);
        boolean posix = isPosix(file);
        FileAttribute<?>[] forFolders = attributes(posix, FOLDER);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, forFolders);
        }
        if (posix) {
            Files.setPosixFilePermissions(folder, FOLDER);
        }
        Path fresh = Files.createTempFile(folder, "new", ".tmp", attributes(posix, FILE));
        try {
            Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /**
     * Reads it.
     *
     * @throws PawseException {@link Reason#INVALID} when others could read or change it, or it cannot be read
     */
    static String read(Path file) {
        try {
            refuse(folder(file), FOLDER, "700");
            refuse(file, FILE, "600");
            return Files.readString(file);
        } catch (IOException e) {
            // The message of a decoding failure may tell of the content.
            throw new PawseException(
                    Reason.INVALID, file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root is no file");
    }

    private static void refuse(Path path, Set<PosixFilePermission> most, String right) throws IOException {
        if (!isPosix(path)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (!most.containsAll(permissions)) {
            throw new PawseException(
                    Reason.INVALID,
                    path + ": others than you may use it (" + PosixFilePermissions.toString(permissions)
                            + "), and it is for secrets; right is: chmod " + right + " " + path);
        }
    }

    private static FileAttribute<?>[] attributes(boolean posix, Set<PosixFilePermission> permissions) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
