package dev.pawse.cli;

/** What a command does. One object per run; picocli fills its annotated fields first. */
public interface Action {
    /**
     * Does it.
     *
     * @return the exit code
     * @throws dev.pawse.spi.PawseException as providers do
     * @throws Failure when the command knows better what to say
     */
    int run(Session session);

    /** Whether it writes config variables, and so in the formats that only these have. */
    default boolean writesVariables() {
        return false;
    }

    /** Whether the line, from its first argument on, is a command for elsewhere and holds no more flags of ours. */
    default boolean takesCommand() {
        return false;
    }

    /** Whether it ends with the exit code of what ran elsewhere, so that our own failures need one that is told apart. */
    default boolean passesExitCode() {
        return false;
    }

    /** Whether it sets up the log by itself, once it knows the configuration. */
    default boolean setsUpLog() {
        return false;
    }

    /** Whether it is likely to call a platform, so that what this takes is worth preparing while its flags are read. */
    default boolean callsPlatforms() {
        return true;
    }
}
