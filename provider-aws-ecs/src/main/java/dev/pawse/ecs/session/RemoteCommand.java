package dev.pawse.ecs.session;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A command as it is run at the other end: by a shell that marks where the command's output begins and that adds its exit code, neither
 * of which Session Manager tells of an interactive session. The agent in a container splits the line into words without a shell.
 */
public final class RemoteCommand {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@+,-]+");
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
        return new RemoteCommand(exports(environment) + quoted(words), looked);
    }

    /** A line for a shell; otherwise as {@link #of}. */
    public static RemoteCommand shellLine(String line, Map<String, String> environment, boolean looked) {
        return new RemoteCommand(exports(environment) + quoted(List.of("/bin/sh", "-c", line)), looked);
    }

    /** Words as a shell reads them. */
    public static String quoted(List<String> words) {
        return words.stream().map(RemoteCommand::quoted).collect(Collectors.joining(" "));
    }

    /** What the session is to be opened with. */
    public String line() {
        String whole = (looked ? "" : QUIET) + "printf '\\036" + mark + "\\036'; " + script + "; printf '\\036" + mark
                + ":%s\\036' $?";
        return quoted(List.of("/bin/sh", "-c", whole));
    }

    boolean looked() {
        return looked;
    }

    String mark() {
        return mark;
    }

    private static String exports(Map<String, String> environment) {
        return new TreeMap<>(environment)
                .entrySet().stream()
                        .map(variable -> "export " + name(variable.getKey()) + "=" + quoted(variable.getValue()) + "; ")
                        .collect(Collectors.joining());
    }

    private static String name(String variable) {
        if (!NAME.matcher(variable).matches()) {
            throw new PawseException(
                    Reason.INVALID,
                    variable + " is no name for a variable: letters, digits and _ make one, and no digit begins it");
        }
        return variable;
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Without what is run, which may hold values. */
    @Override
    public String toString() {
        return "RemoteCommand[***]";
    }
}
