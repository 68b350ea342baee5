package dev.pawse.clever;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.ShellWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Runs one command in the shell that the gateway opens. A marker tells where the shell's greeting ends and the command's output begins;
 * until it is read nothing else is sent, so that the shell takes none of the command's input. Variables go the same way as the marker,
 * never on a command line.
 */
final class RemoteCommand {
    private static final int MOST_GREETING = 1024 * 1024;

    private RemoteCommand() {}

    static void begin(List<String> command, Map<String, String> environment, OutputStream input, InputStream output) {
        String marker = "pawse-" + UUID.randomUUID();
        String line = ShellWords.line(command);
        String shell = "exec \"${SHELL:-/bin/bash}\" --login"
                + (line.isEmpty() ? "" : " -c " + ShellWords.quoted("exec " + line));
        String script = ShellWords.exports(environment) + "echo '" + marker + "'; " + shell + "\n";
        try {
            input.write(script.getBytes(StandardCharsets.UTF_8));
            input.flush();
            passOver(marker, output);
        } catch (IOException e) {
            throw new PawseException(
                    Reason.UNAVAILABLE,
                    "the shell ended before the command began (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static void passOver(String marker, InputStream output) throws IOException {
        byte[] end = marker.getBytes(StandardCharsets.UTF_8);
        int matched = 0;
        for (int read = 0; read < MOST_GREETING; read++) {
            int next = output.read();
            if (next < 0) {
                throw new IOException("no marker");
            }
            // The marker's first letter is in it only once, so that a match that breaks off can only begin anew.
            matched = next == end[matched] ? matched + 1 : next == end[0] ? 1 : 0;
            if (matched < end.length) {
                continue;
            }
            // A terminal shows what was sent as well: there the marker stands within its line.
            int after = output.read();
            if (after == '\r') {
                after = output.read();
            }
            if (after == '\n') {
                return;
            }
            matched = 0;
        }
        throw new IOException("no marker in " + MOST_GREETING + " bytes");
    }
}
