package dev.pawse.cli;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The web browser of whoever sits at this machine. */
public final class Browser {
    private final World world;

    public Browser(World world) {
        this.world = world;
    }

    /** Opens an address; false when there is no browser, or nobody who would see it. */
    public boolean open(URI address) {
        Optional<Path> program = program();
        if (program.isEmpty()) {
            return false;
        }
        try {
            new ProcessBuilder(program.get().toString(), address.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<Path> program() {
        String wanted = world.variable("BROWSER");
        if (wanted != null) {
            return find(wanted);
        }
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac")) {
            return find("open");
        }
        boolean screen = world.variable("DISPLAY") != null || world.variable("WAYLAND_DISPLAY") != null;
        return screen ? find("xdg-open") : Optional.empty();
    }

    private Optional<Path> find(String program) {
        String path = world.variable("PATH");
        for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
            // An absolute name stays what it is.
            Path file = Path.of(folder).resolve(program);
            if (!folder.isEmpty() && Files.isExecutable(file) && Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
