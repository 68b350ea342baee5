package dev.pawse.scalingo;

import dev.pawse.http.BytePipe;
import dev.pawse.http.CommandEnd;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A command in a one-off container, at the other end of a terminal: its errors come with its output. A thread of its own reads what it
 * writes, tells the terminal's size with the first of it, and at the end asks for the exit code.
 */
final class AttachSession implements Session {
    private static final int AHEAD = 1024 * 1024;

    private final OneOffContainer container;
    private final AttachConnection connection;
    private final @Nullable Window window;
    private final BytePipe output = new BytePipe(AHEAD);
    private final TerminalInput input;
    private final CommandEnd ended = new CommandEnd();
    private final AtomicBoolean closed = new AtomicBoolean();

    private AttachSession(OneOffContainer container, AttachConnection connection, @Nullable Window window) {
        this.container = container;
        this.connection = connection;
        this.window = window;
        input = new TerminalInput(connection.out());
    }

    /** @param window the terminal's size, or null when nobody looks at it */
    static AttachSession open(Account account, OneOffContainer container, @Nullable Window window) {
        AttachConnection connection = AttachConnection.open(account.network(), container.attach(), account.token());
        AttachSession session = new AttachSession(container, connection, window);
        Thread reader = new Thread(session::read, "pawse-one-off");
        reader.setDaemon(true);
        reader.start();
        return session;
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
        return InputStream.nullInputStream();
    }

    @Override
    public void resize(Window now) {
        if (window != null) {
            container.resize(now.columns(), now.rows());
        }
    }

    @Override
    public OptionalInt exitCode(Duration wait) {
        return ended.await(wait);
    }

    /** Stops the container if its command has not ended. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean running = !ended.isTold();
        output.close();
        connection.close();
        if (running) {
            container.stop();
        }
    }

    private void read() {
        byte[] buffer = new byte[16 * 1024];
        boolean first = window != null;
        try {
            InputStream in = connection.in();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                output.put(buffer, count);
                if (first && window != null) {
                    container.resize(window.columns(), window.rows());
                    first = false;
                }
            }
        } catch (IOException e) {
            // How the command ended is asked for all the same.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finish();
        }
    }

    private void finish() {
        if (closed.get()) {
            output.end();
            return;
        }
        try {
            int code = container.exitCode();
            ended.exited(code);
        } catch (PawseException e) {
            ended.failed(e);
        } finally {
            output.end();
        }
    }
}
