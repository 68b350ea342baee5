package dev.pawse.core;

import org.jspecify.annotations.Nullable;

/**
 * One variable of the configuration, for reading it and for telling people about it.
 *
 * @param name the environment variable; a {@code <PART>} stands for something the user chose
 * @param flag the command line's name for it without dashes, or null where there is none
 * @param absent what holds when nobody sets it, or null when that is nothing
 * @param secret never shown, and may also be given as a file named by {@code name + "_FILE"}
 * @param meaning one line for people
 */
public record ConfigKey(
        String name, @Nullable String flag, @Nullable String absent, boolean secret, String meaning) {

    /** Whether it stands for many variables, as {@code PROVIDER_<NAME>_<KEY>} does. */
    public boolean isFamily() {
        return name.indexOf('<') >= 0;
    }
}
