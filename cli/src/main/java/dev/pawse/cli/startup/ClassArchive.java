package dev.pawse.cli.startup;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The archive of classes with which a process starts fast. The launcher names the one that it chose, and the one that may be
 * made: only where Java's options are ours alone, and the folder is the user's own.
 */
public final class ClassArchive {
    static final String CHOSEN = "pawse.archive";
    static final String TO_BE_MADE = "pawse.archive.make";

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofHours(1);
    // The terminal may be closed, and Ctrl-C is for the next command.
    private static final String DETACHED = "trap '' HUP INT QUIT; exec nice -n \"$1\" \"$0\" warmup";
    private static final String BEHIND_ALL_ELSE = "10";

    private ClassArchive() {}

    /**
     * Has a process of its own make the archive where this one had to start without. Neither fails nor waits; when the
     * archive cannot be made, that is tried again an hour later.
     */
    public static void makeIfMissing() {
        String file = System.getProperty(TO_BE_MADE);
        String home = System.getProperty("pawse.home");
        if (file == null || home == null || isInUse()) {
            return;
        }
        try {
            Path archive = Path.of(file);
            if (beginAttempt(archive, Instant.now())) {
                // Java refused it: it is broken, or was made from other jars.
                Files.deleteIfExists(archive);
                start(home);
            }
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            // A folder that cannot be written: the commands work as well without.
            return;
        }
    }

    /** The file that says that somebody is making the archive, or tried to not long ago. */
    static Path attempt(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".attempt");
    }

    /** Makes the folder of an archive of one's own. */
    static void makeFolder(Path archive) throws IOException {
        makeFolder(archive, "rwx------");
    }

    /** Makes the folder of an archive that all users share: whoever installs Pawse is the only one who may put one there. */
    static void makeSharedFolder(Path archive) throws IOException {
        makeFolder(archive, "rwxr-xr-x");
    }

    private static void makeFolder(Path archive, String permissions) throws IOException {
        FileAttribute<?> attribute = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        Files.createDirectories(archive.toAbsolutePath().getParent(), attribute);
    }

    /** Whether this process runs with one: Java goes on without where it does not fit. */
    public static boolean isInUse() {
        return System.getProperty(CHOSEN) != null
                && System.getProperty("java.vm.info", "").contains("sharing");
    }

    /** Whether it is on us to make it: nobody else makes it, and nobody failed to not long ago. */
    static boolean beginAttempt(Path archive, Instant now) throws IOException {
        makeFolder(archive);
        Path attempt = attempt(archive);
        try {
            Files.createFile(attempt);
            return true;
        } catch (FileAlreadyExistsException e) {
            Instant last = Files.getLastModifiedTime(attempt).toInstant();
            if (last.plus(BETWEEN_ATTEMPTS).isAfter(now)) {
                return false;
            }
            Files.delete(attempt);
            Files.createFile(attempt);
            return true;
        }
    }

    private static void start(String home) throws IOException {
        String priority = "now".equals(System.getenv("PAWSE_ARCHIVE")) ? "0" : BEHIND_ALL_ELSE;
        ProcessBuilder process = new ProcessBuilder("/bin/sh", "-c", DETACHED, home + "/bin/pawse", priority)
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // The same Java, whatever the shell's path says.
        Map<String, String> environment = process.environment();
        environment.put("PAWSE_JAVA_HOME", System.getProperty("java.home"));
        process.start();
    }
}
