package dev.pawse.cli;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Shell.Window;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs elsewhere, connected to the streams of this process from its start to its end. It ends with us: at
 * Ctrl-C, at SIGTERM, when the terminal is closed and when nobody reads its output any more.
 */
public final class RemoteCommand {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final Duration OPENING = Duration.ofSeconds(8);

    private final Session session;
    private final InputStream input;
    private final boolean interactive;
    private volatile boolean left;

    private RemoteCommand(Session session, InputStream input, boolean interactive) {
        this.session = session;
        this.input = input;
        this.interactive = interactive;
    }

    /** With plain streams, whatever they are. */
    public static RemoteCommand piped(Session session) {
        return new RemoteCommand(session, session.world().in(), false);
    }

    /** With plain streams, and this for its input. */
    public static RemoteCommand reading(Session session, InputStream input) {
        return new RemoteCommand(session, input, false);
    }

    /** With the terminal of this process if it has one, else with plain streams. */
    public static RemoteCommand onTerminal(Session session) {
        return new RemoteCommand(session, session.world().in(), isOnTerminal(session));
    }

    /** Whether somebody sits at both ends of this process. */
    public static boolean isOnTerminal(Session session) {
        return session.world().terminal().in() && session.world().terminal().out();
    }

    /**
     * Runs it to its end.
     *
     * @param open starts it; is given the terminal to offer, or null for none
     * @return its exit code
     * @throws PawseException {@link Reason#TIMEOUT} when it took longer than {@code --timeout}
     * @throws Output.Closed when nobody reads its output any more
     */
    public int run(Function<@Nullable Window, Shell.Session> open) {
        Window window = interactive ? RawTerminal.window().orElse(null) : null;
        CompletableFuture<Shell.Session> opened = new CompletableFuture<>();
        try (Ending ending = Ending.with(() -> closeWhenOpen(opened));
                Shell.Session remote = open(open, window, opened)) {
            if (window == null || !remote.hasTerminal()) {
                return connect(remote, false);
            }
            try (RawTerminal raw = RawTerminal.enter(remote::resize).orElse(null)) {
                return connect(remote, raw != null);
            }
        }
    }

    private static Shell.Session open(
            Function<@Nullable Window, Shell.Session> open,
            @Nullable Window window,
            CompletableFuture<Shell.Session> opened) {
        try {
            Shell.Session remote = open.apply(window);
            opened.complete(remote);
            return remote;
        } finally {
            opened.cancel(false);
        }
    }

    /** What is about to start must not be left to itself either. */
    private static void closeWhenOpen(CompletableFuture<Shell.Session> opened) {
        try {
            opened.get(OPENING.toNanos(), TimeUnit.NANOSECONDS).close();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            // It never began, or the platform ends it when nobody connects.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int connect(Shell.Session remote, boolean escapes) {
        Pump output = Pump.start("output", remote.output(), session.world().out());
        Pump errors = Pump.start("errors", remote.errors(), session.world().err());
        Thread typing = new Thread(() -> type(remote.input(), escapes), "pawse-input");
        typing.setDaemon(true);
        typing.start();
        int code = exitCode(remote, output);
        output.await(LAST_WORDS);
        errors.await(LAST_WORDS);
        requireWhole(output);
        return code;
    }

    private int exitCode(Shell.Session remote, Pump output) {
        // PAWSE_TIMEOUT is for waits: it must not end a command in the middle of its work.
        Duration limit = interactive ? null : session.options().timeout;
        long begin = System.nanoTime();
        OptionalInt code = remote.exitCode(LOOK);
        while (code.isEmpty()) {
            if (left) {
                return ExitCode.INTERRUPTED;
            }
            if (output.isUnwanted()) {
                throw new Output.Closed(new IOException("nobody reads the output"));
            }
            if (limit != null && System.nanoTime() - begin > limit.toNanos()) {
                throw new PawseException(Reason.TIMEOUT, "the command took longer than --timeout and was ended");
            }
            requireWhole(output);
            code = remote.exitCode(LOOK);
        }
        return left ? ExitCode.INTERRUPTED : code.getAsInt();
    }

    private void requireWhole(Pump output) {
        Exception failure = output.failure();
        if (failure instanceof PawseException known) {
            throw known;
        }
        if (failure != null && !left) {
            throw new PawseException(
                    Reason.UNAVAILABLE, "the connection to the command broke: " + failure.getMessage(), failure);
        }
    }

    private void type(OutputStream to, boolean escapes) {
        EscapeKeys keys = new EscapeKeys(to);
        byte[] chunk = new byte[32 * 1024];
        try (to) {
            for (int count = input.read(chunk); count >= 0; count = input.read(chunk)) {
                if (!escapes) {
                    to.write(chunk, 0, count);
                } else if (keys.pass(chunk, count)) {
                    left = true;
                    return;
                }
                to.flush();
            }
        } catch (IOException | UncheckedIOException | PawseException e) {
            // The command takes no more, which is its good right; a connection that is broken is told where it is read.
            return;
        }
    }
}
