package dev.pawse.cli;

import java.nio.file.Path;

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

    private Path folder(String variable, String onWindows, String usual) {
        String named = world.variable(variable);
        // The specification: a path that is not absolute counts as none.
        if (named != null && Path.of(named).isAbsolute()) {
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
