package dev.pawse.scalingo;

import dev.pawse.spi.ShellWords;
import java.util.List;

/** Writes a command for the platform's shell. */
final class CommandLine {
    /**
     * Every one-off container has a terminal. Where nobody looks at it, it must neither repeat the input nor change line ends, or what
     * is piped would not be what the command wrote.
     */
    private static final String QUIET = "stty -echo -onlcr 2>/dev/null; ";

    private CommandLine() {}

    /** @param looked whether somebody looks at the terminal */
    static String of(List<String> command, boolean looked) {
        String line = command.isEmpty() ? "bash" : ShellWords.line(command);
        return of(line, looked);
    }

    static String of(String line, boolean looked) {
        return looked ? line : QUIET + line;
    }
}
