package dev.pawse.local;

import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Settings;
import dev.pawse.spi.capability.Capability;
import dev.pawse.spi.capability.ConfigVars;
import dev.pawse.spi.capability.Logs;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Scaling;
import dev.pawse.spi.capability.Shell;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Makes providers whose apps are processes of this machine, named in a YAML file.
 *
 * <p>Settings: {@code file}, the YAML file; {@code state}, the folder for logs and changed variables, by default
 * {@code .pawse/NAME} beside the file; {@code attach}, true for a command that soon ends and must not start processes under
 * itself: it asks the Pawse process that runs the apps.
 */
public final class LocalProviderFactory implements ProviderFactory {
    @Override
    public String type() {
        return "local";
    }

    @Override
    public String description() {
        return "processes of this machine, from a YAML file";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
        return Set.of(Scaling.class, Processes.class, Logs.class, ConfigVars.class, Shell.class);
    }

    /**
     * Reads the YAML file and starts nothing.
     *
     * @throws dev.pawse.spi.PawseException {@link Reason#INVALID} with every problem of the settings or the file
     */
    @Override
    public Provider create(ProviderContext context) {
        Settings settings = context.settings();
        boolean attach = settings.flag("attach", false);
        Path file = path(settings, "file", settings.requireText("file"));
        Path state = settings.text("state")
                .map(text -> path(settings, "state", text))
                .orElseGet(() -> StateFolder.beside(file));
        StateFolder folder = new StateFolder(state);
        AppsFile apps = AppsFile.read(file, settings.origin("file"));
        Owner owner = new Owner(apps, folder, RestartDelay.USUAL, context.clock(), attach);
        return LocalProvider.create(new LocalApps(context.name(), apps), folder, owner, context.clock());
    }

    private static Path path(Settings settings, String key, String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw settings.invalid(key, "is not a path: " + e.getReason());
        }
    }
}
