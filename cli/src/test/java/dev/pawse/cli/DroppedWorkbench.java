package dev.pawse.cli;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.capability.Capability;
import dev.pawse.spi.capability.Databases;
import dev.pawse.spi.capability.Deployments;
import dev.pawse.spi.capability.Processes;
import dev.pawse.spi.capability.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A platform whose shells say which key was typed and how large the terminal is, and whose dumps go on once a file
 * {@code go} is in the working directory. Packed into a jar by a test and dropped into {@code plugins/}.
 */
public final class DroppedWorkbench implements ProviderFactory {
    static final String PASSWORD = "s3cret-password";

    @Override
    public String type() {
        return "workbench";
    }

    @Override
    public String description() {
        return "a platform of shells and databases";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
        return Set.of(Shell.class, Databases.class, Processes.class, Deployments.class);
    }

    @Override
    public Provider create(ProviderContext context) {
        return new Bench();
    }

    private static final class Bench implements Provider, Shell, Databases, Processes, Deployments {
        @Override
        public List<App> apps() {
            return List.of(App.builder(new AppId("workbench", "shop")).build());
        }

        @Override
        public Optional<App> app(AppId id) {
            return apps().stream().filter(app -> app.id().equals(id)).findFirst();
        }

        @Override
        public Session openShell(AppId app, Request request) {
            return new Keys(request.terminal(), true);
        }

        @Override
        public List<AppProcess> processes(AppId app) {
            return List.of(new AppProcess("web.1", "web", AppState.RUNNING, null, null, null, null, null));
        }

        @Override
        public void restartProcesses(AppId app, @Nullable String processOrType) {
            throw new PawseException(Reason.UNSUPPORTED, "what runs here stays");
        }

        @Override
        public List<Deployment> deployments(AppId app, int limit) {
            Instant began = Instant.EPOCH;
            return List.of(new Deployment("1", "shop", Deployments.Status.IN_PROGRESS, null, 1, 0, null, began, began));
        }

        @Override
        public List<Database> databases(AppId app) {
            return List.of(new Database("main", "postgresql", null, -1));
        }

        @Override
        public Secret databaseUrl(AppId app, @Nullable String database) {
            return Secret.of("postgres://owner:" + PASSWORD + "@127.0.0.1:5432/main");
        }

        @Override
        public List<Backup> backups(AppId app, @Nullable String database) {
            return List.of();
        }

        @Override
        public void dumpDatabase(AppId app, @Nullable String database, OutputStream to, Duration wait) {
            try {
                to.write("half ".getBytes(StandardCharsets.UTF_8));
                while (!Files.exists(Path.of("go"))) {
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
                to.write("whole".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new PawseException(Reason.UNAVAILABLE, "the dump could not be written", e);
            }
        }

        @Override
        public void loadDatabase(AppId app, @Nullable String database, InputStream from, Duration wait) {
            try {
                Files.write(Path.of("loaded"), from.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Session openDatabaseShell(AppId app, @Nullable String database, Request request) {
            return new Keys(request.terminal(), false);
        }
    }

    /** Answers each key with its number; {@code q}, and the end of the input, end it. */
    private static final class Keys implements Shell.Session {
        private final CompletableFuture<Integer> exit = new CompletableFuture<>();
        private final PipedOutputStream typed = new PipedOutputStream();
        private final PipedOutputStream said = new PipedOutputStream();
        private final PipedInputStream keys;
        private final PipedInputStream answers;
        private final boolean raw;

        private Keys(Shell.@Nullable Window terminal, boolean raw) {
            this.raw = raw;
            try {
                keys = new PipedInputStream(typed);
                answers = new PipedInputStream(said);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            say(terminal == null ? "no terminal" : "terminal " + terminal.columns() + "x" + terminal.rows());
            Thread reader = new Thread(this::answer, "workbench");
            reader.setDaemon(true);
            reader.start();
        }

        @Override
        public OutputStream input() {
            return typed;
        }

        @Override
        public InputStream output() {
            return answers;
        }

        @Override
        public InputStream errors() {
            return InputStream.nullInputStream();
        }

        @Override
        public boolean hasTerminal() {
            return raw;
        }

        @Override
        public void resize(Shell.Window window) {
            say("now " + window.columns() + "x" + window.rows());
        }

        @Override
        public OptionalInt exitCode(Duration wait) {
            try {
                return OptionalInt.of(exit.get(wait.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                return OptionalInt.empty();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            try {
                Files.writeString(Path.of("closed"), "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            exit.complete(137);
        }

        private void answer() {
            try (said) {
                int key = keys.read();
                while (key >= 0 && key != 'q') {
                    say("key " + key);
                    key = keys.read();
                }
                exit.complete(key == 'q' ? 7 : 0);
            } catch (IOException e) {
                exit.complete(1);
            }
        }

        private synchronized void say(String line) {
            try {
                said.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
                said.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
