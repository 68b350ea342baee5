package dev.pawse.heroku;

import dev.pawse.spi.ShellWords;
import java.util.List;

/**
 * Writes what a one-off dyno runs: its shell is given one line. After the command comes a mark with the exit code, because the
 * connection tells none; the mark's first character, U+FFFF, stands for no text. It is the one that Heroku's own command line uses.
 */
final class CommandLine {
    static final String EXIT_MARK = "\uFFFF heroku-command-exit-status: ";
    static final String START_MARK = "\uFFFF pawse-start";

    private CommandLine() {}

    /** Program and arguments as one line; none are an interactive shell. */
    static String of(List<String> command) {
        return command.isEmpty() ? "bash" : ShellWords.line(command);
    }

    /** With the mark behind it, for a terminal. */
    static String forTerminal(String line) {
        return line + " ; echo \"" + EXIT_MARK + "$?\"";
    }

    /**
     * With marks around it, for input and output that are no terminal's. A dyno always has one: it is told to repeat no input, to
     * change no line ends and to heed no keys but that for the end, and what comes before that took effect is told apart by the first mark.
     */
    static String forPipes(String line) {
        return "stty -echo -opost -icrnl -isig -ixon 2>/dev/null; echo \"" + START_MARK + "\"; " + forTerminal(line);
    }
}
