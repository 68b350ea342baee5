package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell.Session;
import dev.pawse.spi.capability.Shell.Window;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/** A command in a task that is there for it alone: closing it stops the task. */
final class OneOffSession implements Session {
    private final Session session;
    private final OneOff task;
    private final AtomicBoolean closed = new AtomicBoolean();

    OneOffSession(Session session, OneOff task) {
        this.session = session;
        this.task = task;
    }

    @Override
    public OutputStream input() {
        return session.input();
    }

    @Override
    public InputStream output() {
        return session.output();
    }

    @Override
    public InputStream errors() {
        return session.errors();
    }

    @Override
    public void resize(Window window) {
        session.resize(window);
    }

    @Override
    public boolean hasTerminal() {
        return session.hasTerminal();
    }

    @Override
    public OptionalInt exitCode(Duration wait) {
        try {
            return session.exitCode(wait);
        } catch (PawseException e) {
            throw e.reason() == Reason.UNAVAILABLE ? task.explained(e) : e;
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            session.close();
        } finally {
            task.close();
        }
    }
}
