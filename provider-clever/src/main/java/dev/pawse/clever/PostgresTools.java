package dev.pawse.clever;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's own tools on this machine. They are told where the database is by their environment, of which they see besides only what
 * any program needs; their command line holds neither password nor user.
 */
final class PostgresTools {
    private static final Set<String> KEPT =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ", "TERM", "PGSSLMODE", "PGSSLROOTCERT");
    private static final int LAST_WORDS = 4_096;

    private final Map<String, String> environment;

    PostgresTools(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Runs a tool to its end with its input and output joined to streams. */
    void run(
            PostgresAddress address,
            List<String> command,
            @Nullable InputStream input,
            @Nullable OutputStream output,
            Duration wait) {
        Process process = start(address, command, false);
        AtomicReference<IOException> ours = new AtomicReference<>();
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        Thread errors = thread("errors", () -> keepLast(process.getErrorStream(), words));
        Thread in = thread("input", () -> feed(process, input, ours));
        Thread out = thread("output", () -> drain(process, output, ours));
        try {
            if (!process.waitFor(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS)) {
                throw new PawseException(
                        Reason.TIMEOUT, command.get(0) + " did not end in " + wait.toSeconds() + " s and was stopped");
            }
            out.join();
            errors.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PawseException(Reason.UNAVAILABLE, "interrupted while " + command.get(0) + " ran");
        } finally {
            process.destroyForcibly();
            in.interrupt();
        }
        judge(address, command.get(0), process.exitValue(), words, ours.get());
    }

    /** Starts a tool whose streams the caller reads and writes. */
    Process start(PostgresAddress address, List<String> command, boolean mixed) {
        List<String> whole = new ArrayList<>(command);
        whole.set(0, find(command.get(0)).toString());
        ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(mixed);
        builder.environment().clear();
        environment.forEach((name, value) -> {
            if (KEPT.contains(name)) {
                builder.environment().put(name, value);
            }
        });
        address.putInto(builder.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new PawseException(Reason.FAILED, command.get(0) + " does not start: " + e.getMessage());
        }
    }

    private Path find(String tool) {
        Optional<Path> found = Arrays.stream(
                        environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder).resolve(tool))
                .filter(Files::isExecutable)
                .findFirst();
        return found.orElseThrow(() -> new PawseException(
                Reason.UNSUPPORTED,
                tool + " is not on this machine, and " + CleverProviderFactory.TYPE
                        + " has no such service: install PostgreSQL's client tools"
                        + (tool.equals("pg_dump") ? ", or set PROVIDER_CLEVER_DUMP=latest-backup" : "")));
    }

    private static void judge(
            PostgresAddress address, String tool, int exit, ByteArrayOutputStream words, @Nullable IOException ours) {
        if (exit != 0) {
            String said = address.redacted(
                    words.toString(StandardCharsets.UTF_8).strip().replaceAll("\\s*\\n\\s*", "; "));
            throw new PawseException(Reason.FAILED, tool + " ended with " + exit + (said.isEmpty() ? "" : ": " + said));
        }
        if (ours != null) {
            throw new PawseException(
                    Reason.FAILED, "what " + tool + " reads or writes broke off: " + ours.getMessage(), ours);
        }
    }

    private static void feed(Process process, @Nullable InputStream input, AtomicReference<IOException> failure) {
        try (OutputStream to = process.getOutputStream()) {
            if (input != null) {
                copy(input, to, failure);
            }
        } catch (IOException e) {
            // The tool has ended without reading all of it; its exit code tells.
        }
    }

    /** A failure to read is ours to tell, one to write is the tool's end. */
    private static void copy(InputStream input, OutputStream to, AtomicReference<IOException> failure)
            throws IOException {
        byte[] buffer = new byte[64 * 1024];
        while (true) {
            int read;
            try {
                read = input.read(buffer);
            } catch (IOException e) {
                failure.set(e);
                return;
            }
            if (read < 0) {
                return;
            }
            to.write(buffer, 0, read);
        }
    }

    private static void drain(Process process, @Nullable OutputStream output, AtomicReference<IOException> failure) {
        try (InputStream from = process.getInputStream()) {
            from.transferTo(output == null ? OutputStream.nullOutputStream() : output);
        } catch (IOException e) {
            failure.compareAndSet(null, e);
            process.destroy();
        }
    }

    private static void keepLast(InputStream from, ByteArrayOutputStream words) {
        try (from) {
            byte[] all = new byte[0];
            byte[] buffer = new byte[LAST_WORDS];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                byte[] more = Arrays.copyOf(all, all.length + read);
                System.arraycopy(buffer, 0, more, all.length, read);
                all = more.length > LAST_WORDS ? Arrays.copyOfRange(more, more.length - LAST_WORDS, more.length) : more;
            }
            words.writeBytes(all);
        } catch (IOException e) {
            words.writeBytes("(its last words are lost)".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Thread thread(String what, Runnable task) {
        Thread thread = new Thread(task, "pawse-postgres-" + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
