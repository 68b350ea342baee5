package dev.pawse.cli;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** What an app ran before it was stopped from here: one small file an app in the user's state folder. */
public final class FormationMemory {
    private final Path folder;

    FormationMemory(Path folder) {
        this.folder = folder;
    }

    /** The memory of this user: {@code $XDG_STATE_HOME/pawse/formations}. */
    public static FormationMemory of(World world) {
        return new FormationMemory(UserFolders.of(world).state().resolve("formations"));
    }

    /** What ran, or empty when nothing is remembered. */
    public Optional<Formation> recall(AppId app) {
        if (!Files.exists(file(app))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Scales.parse(Files.readString(file(app)).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new PawseException(
                    Reason.INVALID,
                    file(app) + ": cannot be read (" + e.getMessage() + "); delete it to start afresh",
                    e);
        }
    }

    /** Remembers what runs; when this returns, it is in the file. */
    public void remember(AppId app, Formation formation) {
        Path file = file(app);
        try {
            Path parent = folder.resolve(encoded(app.provider()));
            Files.createDirectories(parent);
            Path fresh = Files.createTempFile(parent, "formation", ".new");
            Files.writeString(fresh, formation + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new PawseException(Reason.UNAVAILABLE, file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Forgets an app: it runs again. */
    public void forget(AppId app) {
        try {
            // A home that is no folder has nothing to forget either.
            if (Files.exists(file(app))) {
                Files.deleteIfExists(file(app));
            }
        } catch (IOException e) {
            throw new PawseException(Reason.UNAVAILABLE, file(app) + ": cannot be deleted: " + e.getMessage(), e);
        }
    }

    private Path file(AppId app) {
        return folder.resolve(encoded(app.provider())).resolve(encoded(app.name()) + ".formation");
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }
}
