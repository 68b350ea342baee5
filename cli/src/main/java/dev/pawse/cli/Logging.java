package dev.pawse.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sets up what the libraries and the engine log: lines of time, level and message on standard error. */
final class Logging {
    private static final String SIMPLE = "org.slf4j.simpleLogger.";

    private Logging() {}

    /**
     * Sets up the log of a program that stays: each line has its time. Must come before the first logger is made. Properties that are
     * already set win.
     */
    static void ofServer(String level, OutputStream err) {
        set(SIMPLE + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        configure(level, err);
    }

    /** The same for a program that is soon over: each line has the milliseconds since its beginning, and no calendar is loaded for it. */
    static void ofCommand(String level, OutputStream err) {
        configure(level, err);
    }

    private static void configure(String level, OutputStream err) {
        // Otherwise a hundred jars are searched for it.
        set("slf4j.provider", "org.slf4j.simple.SimpleServiceProvider");
        set("slf4j.internal.verbosity", "WARN");
        set(SIMPLE + "defaultLogLevel", level.toLowerCase(Locale.ROOT));
        // What AWS's SDK tells of its work holds session tokens and whole answers; its calls are told without it.
        set(SIMPLE + "log.software.amazon.awssdk", "warn");
        // Each try to reach a Redis that is away; that it is away is told once.
        set(SIMPLE + "log.io.lettuce", "error");
        set(SIMPLE + "showDateTime", "true");
        set(SIMPLE + "showThreadName", "false");
        set(SIMPLE + "showShortLogName", "true");
        set(SIMPLE + "logFile", "System.err");
        System.setErr(new Escaping(err));
    }

    private static void set(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }

    /** Writes each record as one line, so that what comes from elsewhere can neither forge a line nor move the cursor. */
    private static final class Escaping extends PrintStream {
        private Escaping(OutputStream err) {
            super(err, true, StandardCharsets.UTF_8);
        }

        @Override
        public void println(@Nullable String line) {
            super.println(Text.line(String.valueOf(line)));
        }

        @Override
        public void println(@Nullable Object line) {
            String text = String.valueOf(line);
            // The frames of a stack trace begin with a tab.
            super.println(text.startsWith("\t") ? "    " + Text.line(text.substring(1)) : Text.line(text));
        }
    }
}
