package dev.pawse.local;

import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A command that runs under the supervisor script. */
final class LocalSession implements Session {
    private final Process supervisor;
    private final boolean terminal;

    private LocalSession(Process supervisor, boolean terminal) {
        this.supervisor = supervisor;
        this.terminal = terminal;
    }

    static LocalSession open(Path script, String label, Path directory, Supervision supervision, boolean terminal) {
        return new LocalSession(Child.supervise(script, label, directory, supervision, false), terminal);
    }

    @Override
    public OutputStream input() {
        return supervisor.getOutputStream();
    }

    @Override
    public InputStream output() {
        return supervisor.getInputStream();
    }

    @Override
    public InputStream errors() {
        return supervisor.getErrorStream();
    }

    @Override
    public void resize(Window window) {
        if (terminal) {
            LocalTerminal.resize(supervisor, window);
        }
    }

    @Override
    public boolean hasTerminal() {
        return terminal;
    }

    @Override
    public OptionalInt exitCode(Duration wait) {
        try {
            return supervisor.waitFor(wait.toNanos(), TimeUnit.NANOSECONDS)
                    ? OptionalInt.of(supervisor.exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** Asks the command to end, and kills it when it does not; does not wait. */
    @Override
    public void close() {
        supervisor.destroy();
    }
}
