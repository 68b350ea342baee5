package dev.pawse.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds files with secrets of ours that other users of the machine can read. */
final class SecretFiles {
    private static final Pattern SECRET_NAME = Pattern.compile(".*(?:TOKEN|SECRET|PASSWORD|KEY)");
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final Path directory;
    private final Problems warnings;

    SecretFiles(Path directory, Problems warnings) {
        this.directory = directory;
        this.warnings = warnings;
    }

    /** Looks at {@code .env} if it sets a secret, and at every file that a variable of ours names for one. */
    void warn(ConfigSources.Source dotEnv, ConfigSources sources) {
        if (dotEnv.values().keySet().stream().anyMatch(SecretFiles::isSecret)) {
            look(directory.resolve(".env"), ".env holds a secret");
        }
        for (ConfigKey key : ConfigKeys.all()) {
            if (key.secret()) {
                sources.find(key.name() + "_FILE")
                        .ifPresent(file -> look(directory.resolve(file.text()), file.text() + " is a secret"));
            }
        }
    }

    private static boolean isSecret(String name) {
        return ConfigKeys.all().stream()
                        .anyMatch(key -> key.secret() && key.name().equals(name))
                || (name.startsWith("PROVIDER_") && SECRET_NAME.matcher(name).matches());
    }

    private void look(Path file, String what) {
        try {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            permissions.addAll(Files.getPosixFilePermissions(file));
            permissions.retainAll(OTHERS);
            if (!permissions.isEmpty()) {
                warnings.add(what + " that other users can read; right is: chmod 600 " + file.getFileName());
            }
        } catch (IOException | UnsupportedOperationException e) {
            // No such permissions on this system, or no such file, which its reader reports.
            return;
        }
    }
}
