package dev.pawse.local;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder where the provider keeps what must outlive a command: logs, changed variables, who runs the apps. Only its
 * user may enter it; it is made when something is first written.
 *
 * @param path where it lies
 */
record StateFolder(Path path) {
    private static final String OWNER_ONLY = "rwx------";
    private static final String SUPERVISOR = "supervise.sh";

    /** The place for the state of a YAML file when nobody says otherwise: {@code .pawse/NAME} beside the file. */
    static Path beside(Path file) {
        String name = String.valueOf(file.getFileName()).replaceFirst("(?<=.)\\.ya?ml$", "");
        return file.resolveSibling(".pawse").resolve(name);
    }

    Path log(String app) {
        return path.resolve("logs").resolve(app + ".log");
    }

    /** What was set and unset of one app's variables. */
    Path variables(String app) {
        return path.resolve("variables").resolve(app + ".properties");
    }

    /** Held while the variables of any app are changed. */
    Path variablesLock() {
        return path.resolve("variables").resolve(".lock");
    }

    /** Held by the Pawse process that runs the apps. */
    Path ownerLock() {
        return path.resolve("owner.lock");
    }

    /** Where the socket of that process lies, as text. */
    Path ownerAddress() {
        return path.resolve("owner.address");
    }

    /** The socket of that process, where its path is short enough for one. */
    Path ownerSocket() {
        return path.resolve("owner.sock");
    }

    /** Writes the script under which every process runs, and tells where. */
    Path supervisor() {
        Path script = path.resolve(SUPERVISOR);
        try (InputStream source = StateFolder.class.getResourceAsStream(SUPERVISOR)) {
            if (source == null) {
                throw new IllegalStateException(SUPERVISOR + " is not in the jar");
            }
            create(path);
            Path fresh = Files.createTempFile(path, SUPERVISOR, null);
            Files.copy(source, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, script, StandardCopyOption.ATOMIC_MOVE);
            return script;
        } catch (IOException e) {
            throw unwritable(script, e);
        }
    }

    /** Makes a folder in this one, and this one, unless they are there. */
    static void create(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    }

    /** Makes the folder in which a file shall lie. */
    static void createFor(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            create(folder);
        }
    }

    static PawseException unwritable(Path path, IOException cause) {
        return new PawseException(Reason.UNAVAILABLE, path + " cannot be written: " + cause.getMessage(), cause);
    }
}
