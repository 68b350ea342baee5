package dev.pawse.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Where everything but results goes: standard error. Safe for many threads. */
public final class Messages {
    /** Empties a terminal's line from the cursor on. */
    private static final String CLEAR = "\u001b[K";

    private final OutputStream err;
    private final boolean quiet;
    private final int verbosity;
    private final boolean colour;
    private boolean hasStatus;

    Messages(OutputStream err, boolean quiet, int verbosity, boolean colour) {
        this.err = err;
        this.quiet = quiet;
        this.verbosity = verbosity;
        this.colour = colour;
    }

    /** What is good to know and can be left out. */
    public void info(String line) {
        if (!quiet) {
            write(line);
        }
    }

    /** What is done, for those who asked with {@code -v}. */
    public void verbose(String line) {
        if (verbosity > 0) {
            write(styled(line, Style.DIM));
        }
    }

    /** What did not stop the command and still needs somebody. */
    public void warn(String line) {
        write(styled("Warning:", Style.YELLOW) + " " + line);
    }

    /** A question, without an end of line. */
    void ask(String question) {
        writeRaw(question + " ");
    }

    /** Writes lines whatever was asked for. */
    void write(String line) {
        writeRaw(line + "\n");
    }

    /** Shows a line of a terminal that the next one replaces, this or another. */
    synchronized void status(String line) {
        hasStatus = false;
        writeRaw("\r" + line + CLEAR);
        hasStatus = true;
    }

    /** Takes the line back. */
    synchronized void endStatus() {
        if (hasStatus) {
            writeRaw("");
        }
    }

    public String styled(String text, Style style) {
        return style.apply(text, colour);
    }

    boolean colour() {
        return colour;
    }

    int verbosity() {
        return verbosity;
    }

    private synchronized void writeRaw(String text) {
        String whole = hasStatus ? "\r" + CLEAR + text : text;
        hasStatus = false;
        try {
            err.write(whole.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            // Nobody is left to be told.
            return;
        }
    }
}
