package dev.pawse.local;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The YAML file that names the apps.
 *
 * @param path where it lies
 * @param apps by name, sorted
 */
record AppsFile(Path path, Map<String, AppSpec> apps) {
    private static final long MOST_BYTES = 1_000_000;

    AppsFile {
        apps = Collections.unmodifiableMap(new TreeMap<>(apps));
    }

    /**
     * Reads the file.
     *
     * @param setting what the user calls the setting that named it
     * @throws PawseException {@link Reason#INVALID} with every problem there is, each with its line
     */
    static AppsFile read(Path path, String setting) {
        String text;
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new PawseException(Reason.INVALID, path + " is larger than " + MOST_BYTES + " bytes");
            }
            text = Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new PawseException(Reason.INVALID, setting + ": there is no file " + path, e);
        } catch (IOException e) {
            throw new PawseException(Reason.INVALID, setting + ": " + path + " cannot be read: " + e.getMessage(), e);
        }
        return new AppsFile(path, AppsReader.read(path, text));
    }
}
