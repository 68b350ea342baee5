package dev.pawse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders that look like the home of a Java to the launcher, with a script for its program. */
final class StandInJava {
    private StandInJava() {}

    /** One of this version, whose program runs these lines of a shell. */
    static Path in(Path directory, String version, String lines) throws IOException {
        Path home = Files.createDirectories(directory.resolve("java-" + version));
        Path program = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(program, "#!/bin/sh\n" + lines + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"somebody\"\nJAVA_VERSION=\"" + version + "\"\nJAVA_RUNTIME_VERSION=\"" + version
                        + "+7-LTS\"\n");
        return home;
    }
}
