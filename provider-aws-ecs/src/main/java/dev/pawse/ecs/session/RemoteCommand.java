package dev.pawse.ecs.session;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.ShellWords;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A command as it is run at the other end: by a shell that marks where the command's output begins and that adds its exit code, neither
 * of which Session Manager tells of an interactive session. The agent in a container splits the line into words without a shell.
 */
public final class RemoteCommand {
    private static final SecureRandom RANDOM = new SecureRandom();
    /**
     * Every session has a terminal. Where nobody looks at it, it must not repeat the input, change what passes, or take bytes of it
     * for keys that interrupt; lines and {@link TerminalInput}'s escapes remain.
     */
    private static final String QUIET = "stty -echo -opost -icrnl -ixon -isig 2>/dev/null; ";

    private final String script;
    private final boolean looked;
    private final String mark;

    private RemoteCommand(String script, boolean looked) {
        this.script = script;
        this.looked = looked;
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        mark = HexFormat.of().formatHex(random);
    }

    /**
     * A program and its arguments.
     *
     * @param environment variables on top of those that are there; their values stand in the command line
     * @param looked whether somebody looks at the terminal
     * @throws PawseException {@link Reason#INVALID} when a variable's name is none
     */
    public static RemoteCommand of(List<String> words, Map<String, String> environment, boolean looked) {
        return new RemoteCommand(ShellWords.exports(environment) + ShellWords.line(words), looked);
    }

    /** A line for a shell; otherwise as {@link #of}. */
    public static RemoteCommand shellLine(String line, Map<String, String> environment, boolean looked) {
        return new RemoteCommand(
                ShellWords.exports(environment) + ShellWords.line(List.of("/bin/sh", "-c", line)), looked);
    }

    /** What the session is to be opened with. */
    public String line() {
        String whole = (looked ? "" : QUIET) + "printf '\\036" + mark + "\\036'; " + script + "; printf '\\036" + mark
                + ":%s\\036' $?";
        return ShellWords.line(List.of("/bin/sh", "-c", whole));
    }

    boolean looked() {
        return looked;
    }

    String mark() {
        return mark;
    }

    /** Without what is run, which may hold values. */
    @Override
    public String toString() {
        return "RemoteCommand[***]";
    }
}
