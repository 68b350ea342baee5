package dev.pawse.clever;

import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A database's shell as a process of this machine. It has no terminal: it neither edits lines nor pages. */
final class ToolSession implements Session {
    private final Process process;
    private final OutputStream input;

    ToolSession(Process process, OutputStream input) {
        this.process = process;
        this.input = input;
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public InputStream output() {
        return process.getInputStream();
    }

    @Override
    public InputStream errors() {
        return process.getErrorStream();
    }

    @Override
    public void resize(Window window) {
        // Without a terminal there is nothing to tell.
    }

    @Override
    public boolean hasTerminal() {
        return false;
    }

    @Override
    public OptionalInt exitCode(Duration wait) {
        try {
            return process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
