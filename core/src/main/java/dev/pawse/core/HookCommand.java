package dev.pawse.core;

import java.time.Duration;

/**
 * A shell command that the user configured.
 *
 * @param command as {@code sh -c} takes it; the app's facts are never spliced into it
 * @param timeout how long it may run, more than zero
 */
public record HookCommand(String command, Duration timeout) {
    /** How long a command may run where nothing is said of it. */
    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

    public HookCommand {
        if (command.isBlank()) {
            throw new IllegalArgumentException("command: blank");
        }
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: " + timeout + " is not above 0");
        }
    }
}
