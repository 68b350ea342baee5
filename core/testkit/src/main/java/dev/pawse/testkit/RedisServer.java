package dev.pawse.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis (or Valkey) of this machine on a free port of 127.0.0.1, in a folder of its own, keeping nothing on disk unless it is
 * told to. It is found by {@code PATH}; tests fail when it is not there. Methods are called by one thread at a time and throw
 * {@link IllegalStateException} or {@link UncheckedIOException} with what the server said.
 */
public final class RedisServer implements AutoCloseable {
    static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TRIES = 5;

    private final RedisOptions options;
    private final Path folder;
    private int port;
    private int tlsPort;
    private int clusterPort;
    private @Nullable GuardedProcess process;

    private RedisServer(RedisOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    /** Starts one without a password that takes every command; ready when this returns. */
    public static RedisServer start() {
        return with().start();
    }

    /** A server with more to it. */
    public static RedisOptions with() {
        return new RedisOptions();
    }

    static RedisServer start(RedisOptions options) {
        try {
            RedisServer server = new RedisServer(options, Files.createTempDirectory("redis-of-a-test"));
            server.begin();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address it listens at. */
    public String host() {
        return HOST;
    }

    /** Where it listens without TLS. The same after a restart. */
    public int port() {
        return port;
    }

    /** Where it listens with TLS; 0 when it does not. */
    public int tlsPort() {
        return tlsPort;
    }

    /** Where the servers of its cluster speak to it. */
    int clusterPort() {
        return clusterPort;
    }

    /** Its address without a password, e.g. {@code redis://127.0.0.1:4711}. */
    public String url() {
        return "redis://" + HOST + ":" + port;
    }

    /** The number of its process. */
    public long pid() {
        return running().pid();
    }

    /**
     * Sends it one command as the user {@code default}, on a connection of its own.
     *
     * @return a {@link String}, a {@link Long}, a {@link List} of these, or null
     * @throws IllegalStateException when it answers with an error; its text is the message
     */
    public @Nullable Object command(String... words) {
        try (RespClient client = RespClient.connect(HOST, port, PATIENCE)) {
            String password = options.password();
            if (password != null) {
                client.command("AUTH", password);
            }
            return client.command(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Freezes the process: connections stay open, nothing is answered. */
    public void pause() {
        running().signal("STOP");
    }

    /** Ends {@link #pause}. */
    public void resume() {
        running().signal("CONT");
    }

    /** Kills it without a word; what it held is lost unless it was {@linkplain #command saved}. */
    public void stop() {
        running().close();
    }

    /** Kills it and starts it again with nothing in it, at the same port. */
    public void restartEmpty() {
        stop();
        try {
            Files.deleteIfExists(folder.resolve("dump.rdb"));
            again();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Saves what it holds, kills it and starts it again with that, at the same port. */
    public void restart() {
        command("SAVE");
        stop();
        again();
    }

    /** Starts it after {@link #stop}, at the same port, with what it saved last. */
    public void again() {
        try {
            launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = new ArrayList<>(files.toList());
            for (int i = deepestFirst.size() - 1; i >= 0; i--) {
                Files.deleteIfExists(deepestFirst.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RedisOptions options() {
        return options;
    }

    private void begin() throws IOException {
        for (int attempt = 1; ; attempt++) {
            port = FreePort.next();
            tlsPort = options.tls() ? FreePort.next() : 0;
            clusterPort = FreePort.next();
            Files.write(folder.resolve("redis.conf"), options.lines(folder, port, tlsPort, clusterPort));
            try {
                launch();
                return;
            } catch (IllegalStateException e) {
                // A port that was free a moment ago can be somebody else's by now.
                boolean again = attempt < TRIES && log().contains("Address already in use");
                if (!again) {
                    close();
                    throw e;
                }
            }
        }
    }

    private void launch() throws IOException {
        List<String> command =
                new ArrayList<>(List.of(program(), folder.resolve("redis.conf").toString()));
        if (options.isSentinel()) {
            command.add("--sentinel");
        }
        process = GuardedProcess.start(command, folder, folder.resolve("log"));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                process.close();
                throw new IllegalStateException("redis-server did not start: " + log());
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private boolean answers() {
        try (RespClient client = RespClient.connect(HOST, port, PATIENCE)) {
            client.command("PING");
            return true;
        } catch (IllegalStateException e) {
            // It asks for a password: it is there. While it loads its data it is not yet.
            return String.valueOf(e.getMessage()).startsWith("NOAUTH");
        } catch (IOException e) {
            return false;
        }
    }

    private GuardedProcess running() {
        if (process == null) {
            throw new IllegalStateException("the server was never started");
        }
        return process;
    }

    private String log() throws IOException {
        Path log = folder.resolve("log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private static String program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String name : List.of("redis-server", "valkey-server")) {
            for (String directory : path.split(File.pathSeparator, -1)) {
                Path file = Path.of(directory, name);
                if (Files.isExecutable(file)) {
                    return file.toString();
                }
            }
        }
        throw new IllegalStateException(
                "neither redis-server nor valkey-server is on the PATH; Debian has them in packages of these names");
    }
}
