package dev.pawse.scalingo;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a command for the platform's shell. */
final class CommandLine {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@+,-]+");
    /**
     * Every one-off container has a terminal. Where nobody looks at it, it must neither repeat the input nor change line ends, or what
     * is piped would not be what the command wrote.
     */
    private static final String QUIET = "stty -echo -onlcr 2>/dev/null; ";

    private CommandLine() {}

    /** @param looked whether somebody looks at the terminal */
    static String of(List<String> command, boolean looked) {
        String line = command.isEmpty()
                ? "bash"
                : command.stream().map(CommandLine::quoted).collect(Collectors.joining(" "));
        return of(line, looked);
    }

    static String of(String line, boolean looked) {
        return looked ? line : QUIET + line;
    }

    private static String quoted(String argument) {
        return PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
