package dev.pawse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server's process that a test started. A shell beside it waits for the test's process to end, however that ends, and then kills
 * the server and removes its folder.
 */
final class GuardedProcess implements AutoCloseable {
    private static final String GUARD = "read -r line; kill -9 \"$1\" 2>/dev/null; rm -rf -- \"$2\"";

    private final Process process;
    private final Process guard;

    private GuardedProcess(Process process, Process guard) {
        this.process = process;
        this.guard = guard;
    }

    /**
     * Starts it.
     *
     * @param folder its working directory and what the guard removes
     * @param log where all that it prints is added
     */
    static GuardedProcess start(List<String> command, Path folder, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            // Its input ends when this process does: nobody else holds the other end.
            Process guard = new ProcessBuilder(
                            "sh", "-c", GUARD, "guard", Long.toString(process.pid()), folder.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new GuardedProcess(process, guard);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Sends it a signal. */
    void signal(String name) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -s \"$1\" \"$2\"", "kill", name, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("process " + pid() + " takes no signal " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What the guard sees when the process that started it ends. */
    void startersEnd() throws IOException {
        guard.getOutputStream().close();
    }

    /** Kills it, as {@code kill -9} does, and waits until it is gone. */
    @Override
    public void close() {
        // The guard first: once the process is gone its number may be given to another.
        guard.destroyForcibly();
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
