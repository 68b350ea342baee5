package dev.pawse.heroku.fake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command of a one-off dyno as a process of this machine, behind what a terminal does to bytes: its output's lines end with CR LF, and
 * the key for the end of input counts at the beginning of a line.
 */
final class OneOff {
    private static final int END = 0x04;

    private final Process process;

    private OneOff(Process process) {
        this.process = process;
    }

    static OneOff start(String command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return new OneOff(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes from the client goes to the command, until one of them ends. */
    void type(InputStream from) throws IOException {
        OutputStream to = process.getOutputStream();
        boolean lineBegins = true;
        for (int next = from.read(); next >= 0; next = from.read()) {
            if (next != END) {
                to.write(next);
                lineBegins = next == '\n';
            } else if (lineBegins) {
                to.close();
                return;
            } else {
                to.flush();
                lineBegins = true;
            }
            if (from.available() == 0) {
                to.flush();
            }
        }
    }

    /** What the command writes goes to the client, in pieces of so many bytes at most. */
    void show(OutputStream to, int pieces) throws IOException {
        byte[] bytes = new byte[4 * 1024];
        InputStream from = process.getInputStream();
        for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
            byte[] shown = new String(bytes, 0, count, StandardCharsets.ISO_8859_1)
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            for (int at = 0; at < shown.length; at += pieces) {
                to.write(shown, at, Math.min(pieces, shown.length - at));
                to.flush();
            }
        }
    }

    /** What the command writes, line by line, where nobody is attached. */
    Stream<String> lines() {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).lines();
    }

    /** Waits for its end, which is near once its output has ended. */
    boolean hasEnded() {
        try {
            return process.waitFor(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends it and what it has started; the shell first, which would tell the end of what it waits for. */
    void kill() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
