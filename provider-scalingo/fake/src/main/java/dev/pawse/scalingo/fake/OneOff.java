package dev.pawse.scalingo.fake;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A one-off container: a real process of this machine in a folder of its own. Safe for many threads. */
final class OneOff {
    private static final int END_OF_INPUT = 4;

    private final String id = Ids.next();
    private final int index;
    private final String command;
    private final Map<String, String> environment;
    private final Path folder;
    private final long readyNanos;
    private @Nullable Process process;
    private boolean stopped;
    private boolean cutOff;
    private volatile @Nullable String window;

    OneOff(int index, String command, Map<String, String> environment, Path folder, long bootNanos) {
        this.index = index;
        this.command = command;
        this.environment = Map.copyOf(environment);
        this.folder = folder;
        readyNanos = System.nanoTime() + bootNanos;
    }

    String id() {
        return id;
    }

    String label() {
        return "one-off-" + index;
    }

    int index() {
        return index;
    }

    String command() {
        return command;
    }

    boolean isReady() {
        return System.nanoTime() - readyNanos >= 0;
    }

    /** The terminal's size as it was last told, e.g. {@code {"width":"80","height":"25"}}. */
    @Nullable
    String window() {
        return window;
    }

    void window(String told) {
        window = told;
    }

    synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Keeps an uploaded file where the command finds it. */
    void upload(String name, byte[] content) {
        try {
            Path uploads = Files.createDirectories(folder.resolve("uploads"));
            Files.write(uploads.resolve(name.replaceAll("[^A-Za-z0-9._-]", "_")), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it; it starts once. */
    synchronized Process start() throws IOException {
        Files.createDirectories(folder);
        // A container has a /tmp of its own.
        String own = command.replace("/tmp/uploads", folder.resolve("uploads").toString());
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", own))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(new TreeMap<>(environment));
        Process started = builder.start();
        process = started;
        if (stopped) {
            started.destroyForcibly();
        }
        return started;
    }

    /** Copies what comes in to the process until its end, or the end that a terminal's Ctrl-D tells. */
    void feed(InputStream from) {
        Process running = running();
        try (OutputStream to = running.getOutputStream()) {
            byte[] buffer = new byte[8192];
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                int end = 0;
                while (end < count && buffer[end] != END_OF_INPUT) {
                    end++;
                }
                to.write(buffer, 0, end);
                to.flush();
                if (end < count) {
                    to.close();
                    from.transferTo(OutputStream.nullOutputStream());
                    break;
                }
            }
        } catch (IOException e) {
            // The process or the connection ended first.
        }
        // Nobody is at the other end any more: what a hang-up does to a terminal's process.
        stop();
    }

    /** The exit code once it has ended, as a shell tells it. */
    int exitCode() throws InterruptedException {
        return running().waitFor();
    }

    /** Asks it to end, and its children with it. */
    synchronized void stop() {
        stopped = true;
        if (process != null) {
            // The shell first: it would go on with its next command when one ends.
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Ends it for its silence. */
    synchronized void cutOff() {
        cutOff = true;
        stop();
    }

    synchronized boolean wasCutOff() {
        return cutOff;
    }

    private synchronized Process running() {
        if (process == null) {
            throw new IllegalStateException(label() + " has not been attached to");
        }
        return process;
    }

    static String path(Path tools) {
        return tools + File.pathSeparator + "/usr/local/bin:/usr/bin:/bin";
    }
}
