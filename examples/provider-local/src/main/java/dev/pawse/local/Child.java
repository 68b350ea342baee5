package dev.pawse.local;

import dev.pawse.spi.AppState;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running command with its process group, under the supervisor script that ends it when Pawse ends. */
final class Child {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final int CONNECT_MILLIS = 100;

    private final Process supervisor;
    private final Instant startedAt;
    private final @Nullable Integer port;
    private final CompletableFuture<Integer> exit;
    private volatile boolean stopping;
    private volatile boolean listening;

    private Child(Process supervisor, Instant startedAt, @Nullable Integer port, CompletableFuture<Integer> exit) {
        this.supervisor = supervisor;
        this.startedAt = startedAt;
        this.port = port;
        this.exit = exit;
    }

    /**
     * Starts a command.
     *
     * @param label app and process, for people who read {@code ps}
     * @param port the port on which it must listen, or null
     * @param output takes its lines
     */
    static Child start(
            Path script,
            String label,
            Path directory,
            Supervision supervision,
            @Nullable Integer port,
            Instant now,
            Consumer<String> output) {
        Process supervisor = supervise(script, label, directory, supervision, true);
        CompletableFuture<Void> silent = read(supervisor.getInputStream(), label, output);
        CompletableFuture<Integer> exit = supervisor
                .onExit()
                .thenCompose(ended -> silent.completeOnTimeout(null, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
                        .thenApply(nothing -> ended.exitValue()));
        return new Child(supervisor, now, port, exit);
    }

    /**
     * Starts a command under the supervisor script.
     *
     * @throws PawseException {@link Reason#FAILED} when the system does not let it start
     */
    static Process supervise(
            Path script, String label, Path directory, Supervision supervision, boolean errorsInOutput) {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString(), label)
                .directory(directory.toFile())
                .redirectErrorStream(errorsInOutput);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> !Variables.isInherited(name));
        supervision.environment().forEach((name, value) -> {
            if (Supervision.isPlain(value)) {
                environment.put(name, value);
            }
        });
        try {
            Process supervisor = builder.start();
            supervisor.getOutputStream().write(supervision.bytes());
            supervisor.getOutputStream().flush();
            return supervisor;
        } catch (IOException e) {
            throw new PawseException(Reason.FAILED, label + " could not be started: " + e.getMessage(), e);
        }
    }

    Instant startedAt() {
        return startedAt;
    }

    @Nullable
    Integer port() {
        return port;
    }

    /** Ends with the exit status once the whole process group is gone and its last lines are read. */
    CompletableFuture<Integer> exit() {
        return exit;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Asks the supervisor to end the process group: SIGTERM, and SIGKILL when that takes too long. Does not wait. */
    void stop() {
        stopping = true;
        try {
            supervisor.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("the supervisor is gone already", e);
        }
    }

    /** Looks whether it answers on its port; once it did, it is not asked again. */
    void look() {
        if (port == null || listening) {
            return;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            listening = true;
        } catch (IOException e) {
            LOG.trace("nobody listens on port {} yet", port, e);
        }
    }

    /** Where it answers, or null when it does not (yet). */
    @Nullable
    URI endpoint() {
        return listening ? URI.create("http://127.0.0.1:" + port) : null;
    }

    AppState state() {
        if (stopping) {
            return AppState.STOPPING;
        }
        return port == null || listening ? AppState.RUNNING : AppState.STARTING;
    }

    private static CompletableFuture<Void> read(InputStream stream, String label, Consumer<String> output) {
        CompletableFuture<Void> silent = new CompletableFuture<>();
        Threads.start("pawse-local-" + label, () -> {
            try (stream) {
                new LineSplitter(LogFile.LINE_BYTES, output).readAll(stream);
            } catch (IOException e) {
                LOG.debug("{}: its output ended", label, e);
            } finally {
                silent.complete(null);
            }
        });
        return silent;
    }
}
