package dev.pawse.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where files of this user lie, as the XDG base directory specification says: {@code $XDG_CONFIG_HOME/pawse} and so on, else the
 * usual folders below {@code $HOME}; on Windows below {@code %APPDATA%} and {@code %LOCALAPPDATA%}. Nothing is created.
 */
public final class UserFolders {
    private final World world;

    private UserFolders(World world) {
        this.world = world;
    }

    public static UserFolders of(World world) {
        return new UserFolders(world);
    }

    /** What the user wrote or entered. */
    public Path config() {
        return folder("XDG_CONFIG_HOME", "APPDATA", ".config");
    }

    /** What is remembered and would be missed. */
    public Path state() {
        return folder("XDG_STATE_HOME", "LOCALAPPDATA", ".local/state");
    }

    /** What can be made again; empty where no home is told, as nobody would look for it elsewhere. */
    Optional<Path> cache() {
        boolean told = isAbsolute(world.variable("XDG_CACHE_HOME"))
                || world.variable("LOCALAPPDATA") != null
                || world.variable("HOME") != null;
        return told ? Optional.of(folder("XDG_CACHE_HOME", "LOCALAPPDATA", ".cache")) : Optional.empty();
    }

    // The specification: a path that is not absolute counts as none.
    private static boolean isAbsolute(@Nullable String named) {
        return named != null && Path.of(named).isAbsolute();
    }

    private Path folder(String variable, String onWindows, String usual) {
        String named = world.variable(variable);
        if (named != null && isAbsolute(named)) {
            return Path.of(named, "pawse");
        }
        String roaming = world.variable(onWindows);
        if (roaming != null) {
            return Path.of(roaming, "pawse");
        }
        String home = world.variable("HOME");
        return Path.of(home == null ? System.getProperty("user.home", ".") : home, usual, "pawse");
    }
}
