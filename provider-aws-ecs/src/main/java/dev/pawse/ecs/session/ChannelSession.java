package dev.pawse.ecs.session;

import dev.pawse.http.BytePipe;
import dev.pawse.http.CommandEnd;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A command at the other end of a data channel. Its errors come with its output; beside it stands what the platform has to say. */
final class ChannelSession implements Session, ChannelListener, MarkedOutput.Sink {
    private static final int AHEAD = 4 * 1024 * 1024;
    private static final int ASIDE = 64 * 1024;
    /** A terminal may be held open by what the command left behind. */
    private static final Duration AFTER_THE_COMMAND = Duration.ofSeconds(2);

    private final RemoteCommand command;
    private final Timing timing;
    private final Runnable over;
    private final BytePipe output = new BytePipe(AHEAD);
    private final BytePipe errors = new BytePipe(Integer.MAX_VALUE);
    private final MarkedOutput marks;
    private final TerminalInput input;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CommandEnd exit = new CommandEnd();
    private volatile @Nullable Window window;
    private volatile @Nullable DataChannel channel;

    /**
     * @param window the terminal's size, or null
     * @param over is run when the channel has ended
     */
    ChannelSession(RemoteCommand command, @Nullable Window window, Timing timing, Runnable over) {
        this.command = command;
        this.window = window;
        this.timing = timing;
        this.over = over;
        marks = new MarkedOutput(command.mark(), this);
        input = new TerminalInput(this::write, command.looked());
    }

    /** Opens the channel and waits until the command runs. */
    void open(DataChannel through, Duration atMost) {
        channel = through;
        through.open();
        try {
            begun.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            close();
            throw new PawseException(Reason.TIMEOUT, "the session did not begin within " + atMost.toSeconds() + " s");
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new PawseException(Reason.UNAVAILABLE, "interrupted while opening a session", e);
        } catch (ExecutionException e) {
            throw known(e);
        }
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public InputStream output() {
        return output;
    }

    @Override
    public InputStream errors() {
        return errors;
    }

    @Override
    public void resize(Window now) {
        if (window != null) {
            window = now;
            tellSize(now);
        }
    }

    @Override
    public OptionalInt exitCode(Duration wait) {
        return exit.await(wait);
    }

    @Override
    public void close() {
        output.close();
        errors.close();
        DataChannel open = channel;
        if (open != null && exit.isTold()) {
            open.leave();
        } else if (open != null) {
            open.terminate();
        }
    }

    @Override
    public void ready() {
        Window first = window;
        if (first != null) {
            tellSize(first);
        }
    }

    @Override
    public void output(ByteString bytes) throws InterruptedException {
        marks.put(bytes);
    }

    @Override
    public void aside(ByteString bytes) {
        // Nobody needs to read it, so it must not wait for whoever does.
        if (errors.available() + bytes.size() > ASIDE) {
            return;
        }
        try {
            errors.put(bytes.toByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void ended(Ending ending) {
        PawseException failure = ending.failure();
        if (!ending.said().isEmpty()) {
            aside(ByteString.encodeUtf8(ending.said() + "\n"));
        }
        try {
            marks.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String said = ending.said().isEmpty() ? "" : ": " + ending.said();
        begun.completeExceptionally(
                failure != null
                        ? failure
                        : new PawseException(Reason.FAILED, "the command could not be started" + said));
        exit.failed(
                failure != null
                        ? failure
                        : new PawseException(
                                Reason.UNAVAILABLE, "the session ended before the command told its exit code" + said));
        output.end();
        errors.end();
        over.run();
    }

    @Override
    public void bytes(ByteString bytes) throws InterruptedException {
        if (begun.isDone() || command.looked()) {
            output.put(bytes.toByteArray());
        } else {
            aside(bytes);
        }
    }

    @Override
    public void begun() {
        begun.complete(null);
    }

    @Override
    public void exited(int code) {
        exit.exited(code);
        DataChannel open = channel;
        if (open != null) {
            timing.later(AFTER_THE_COMMAND, open::terminate);
        }
    }

    private void write(byte[] bytes, int offset, int length) throws IOException {
        DataChannel open = channel;
        if (open != null) {
            open.write(bytes, offset, length);
        }
    }

    private void tellSize(Window size) {
        DataChannel open = channel;
        if (open != null) {
            open.resize(size);
        }
    }

    private static PawseException known(ExecutionException e) {
        return e.getCause() instanceof PawseException known
                ? known
                : new PawseException(Reason.INTERNAL, "the session's end could not be told", e.getCause());
    }
}
