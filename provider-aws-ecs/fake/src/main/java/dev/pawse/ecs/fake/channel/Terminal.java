package dev.pawse.ecs.fake.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** A real process of this machine with a terminal of its own, which {@code script} of util-linux makes. Safe for many threads. */
final class Terminal {
    private static final Duration STARTING = Duration.ofSeconds(30);

    private final Process process;
    private final Path device;

    private Terminal(Process process, Path device) {
        this.process = process;
        this.device = device;
    }

    /** Starts a program; returns when its terminal is there. */
    static Terminal start(List<String> words, Map<String, String> environment, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path device = folder.resolve(".terminal-" + UUID.randomUUID());
        String program = words.stream().map(Terminal::quoted).collect(Collectors.joining(" "));
        String first =
                "tty > " + quoted(device + ".new") + "; mv " + quoted(device + ".new") + " " + quoted("" + device);
        ProcessBuilder builder = new ProcessBuilder(
                        List.of("script", "-qfec", first + "; exec " + program, "/dev/null"))
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        String path = builder.environment().get("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path == null ? "/usr/bin:/bin" : path);
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().putAll(environment);
        builder.environment().put("SHELL", "/bin/sh");
        Terminal started = new Terminal(builder.start(), device);
        started.awaitDevice();
        return started;
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    InputStream output() {
        return process.getInputStream();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    void resize(int columns, int rows) throws IOException {
        String terminal = Files.readString(device).strip();
        Process stty = new ProcessBuilder(List.of(
                        "stty", "-F", terminal, "cols", Integer.toString(columns), "rows", Integer.toString(rows)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await(stty);
    }

    /** Ends it and all that it started; those above first, which would go on when what they wait for ends. */
    void kill() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        forget();
    }

    /** Removes what was needed beside it. */
    void forget() {
        try {
            Files.deleteIfExists(device);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitDevice() throws IOException {
        long deadline = System.nanoTime() + STARTING.toNanos();
        while (!Files.exists(device)) {
            // A brief program may have come and gone since the last look.
            boolean hopeless = !process.isAlive() && !Files.exists(device);
            if (hopeless || System.nanoTime() - deadline > 0) {
                throw new IOException("no terminal: is there a \"script\" as util-linux has it?");
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private static void await(Process brief) throws IOException {
        try {
            if (!brief.waitFor(STARTING.toMillis(), TimeUnit.MILLISECONDS)) {
                brief.destroyForcibly();
            }
        } catch (InterruptedException e) {
            brief.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
