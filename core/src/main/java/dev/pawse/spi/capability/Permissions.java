package dev.pawse.spi.capability;

import dev.pawse.spi.AppId;
import java.util.Set;

/** Tells which permissions of the platform's own access control commands need; changes nothing. */
public non-sealed interface Permissions extends Capability {
    /** The commands that can be asked about, by their full names, e.g. {@code config set}. */
    Set<String> commands();

    /**
     * The least policy with which commands work for an app, in the platform's own language, e.g. a policy document of AWS. The same
     * question has the same answer, letter by letter.
     *
     * @param commands at least one of {@link #commands}
     * @throws dev.pawse.spi.PawseException {@link dev.pawse.spi.Reason#INVALID} for a command that is none of them
     */
    String policy(AppId app, Set<String> commands);
}
