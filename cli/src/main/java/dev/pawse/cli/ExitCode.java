package dev.pawse.cli;

import dev.pawse.spi.Reason;

/** The exit codes: a contract with whoever calls us from a script. */
public final class ExitCode {
    /** Done, or nothing to do. */
    public static final int OK = 0;
    /** It failed, and no other code says it better. */
    public static final int FAILED = 1;
    /** Bad flag, bad argument, app or provider not determined. */
    public static final int USAGE = 2;
    /** A confirmation is needed or was refused. */
    public static final int UNCONFIRMED = 10;
    /** The configuration, the settings or the rules are wrong. */
    public static final int BAD_CONFIG = 11;

    /** Our own failure of a command that otherwise ends with the exit code of what ran elsewhere. */
    public static final int NOT_THE_COMMANDS = 125;
    /** It was left or interrupted. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** The exit code of a failure. */
    public static int of(Reason reason) {
        return switch (reason) {
            case INVALID -> USAGE;
            case NOT_FOUND -> 3;
            case UNAUTHORIZED, FORBIDDEN -> 4;
            case UNSUPPORTED -> 5;
            case CONFLICT -> 6;
            case RATE_LIMITED, UNAVAILABLE -> 7;
            case TIMEOUT -> 8;
            case FAILED -> 9;
            case INTERNAL -> FAILED;
        };
    }

    /** Whether the same command may work when it is tried again later. */
    static boolean isRetryable(Reason reason) {
        return switch (reason) {
            case CONFLICT, RATE_LIMITED, UNAVAILABLE, TIMEOUT -> true;
            case INVALID, NOT_FOUND, UNAUTHORIZED, FORBIDDEN, UNSUPPORTED, FAILED, INTERNAL -> false;
        };
    }
}
