package dev.pawse.testkit;

import dev.pawse.spi.capability.Shell;
import dev.pawse.spi.capability.Shell.Request;
import dev.pawse.spi.capability.Shell.Window;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A command that runs in a {@link FakeProvider}, on a thread of its own. */
final class FakeSession implements Shell.Session {
    private static final int KILLED = 137;

    private final BytePipe in = new BytePipe();
    private final BytePipe out = new BytePipe();
    private final BytePipe err = new BytePipe();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Thread thread;

    private FakeSession(Request request, FakeProgram program) {
        thread = new Thread(() -> run(request, program), "fake-shell");
        thread.setDaemon(true);
    }

    static FakeSession start(Request request, FakeProgram program) {
        FakeSession session = new FakeSession(request, program);
        session.thread.start();
        return session;
    }

    /** Hands on each line of both outputs of a command that nobody is connected to. */
    static void copy(FakeSession session, Consumer<String> lines) {
        session.in.end();
        for (BytePipe pipe : List.of(session.out, session.err)) {
            Thread reader = new Thread(
                    () -> new BufferedReader(new InputStreamReader(pipe.source(), StandardCharsets.UTF_8))
                            .lines()
                            .forEach(lines),
                    "fake-shell-output");
            reader.setDaemon(true);
            reader.start();
        }
    }

    @Override
    public OutputStream input() {
        return in.sink();
    }

    @Override
    public InputStream output() {
        return out.source();
    }

    @Override
    public InputStream errors() {
        return err.source();
    }

    @Override
    public void resize(Window window) {}

    @Override
    public OptionalInt exitCode(Duration wait) {
        try {
            return OptionalInt.of(exit.get(wait.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return OptionalInt.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a fake program failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    @Override
    public void close() {
        exit.complete(KILLED);
        thread.interrupt();
        endOutput();
        in.end();
    }

    private void run(Request request, FakeProgram program) {
        try {
            int code = program.run(request, in.source(), out.sink(), err.sink());
            endOutput();
            exit.complete(code);
        } catch (InterruptedException | IOException e) {
            endOutput();
            exit.complete(KILLED);
        } catch (RuntimeException e) {
            endOutput();
            exit.completeExceptionally(e);
        }
    }

    private void endOutput() {
        out.end();
        err.end();
    }
}
