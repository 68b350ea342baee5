package dev.pawse.heroku;

import dev.pawse.heroku.HerokuShell.OneOff;
import dev.pawse.http.BytePipe;
import dev.pawse.http.CommandEnd;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A command in a one-off dyno. A thread of its own reads what the dyno writes, so that the exit code is known whether or not somebody
 * reads the output. The dyno is stopped when the session is closed before the command has ended, when the connection is lost, and
 * when this process ends.
 */
final class DynoSession implements Shell.Session {
    /** What a shell tells of a program that was killed. */
    private static final int KILLED = 137;

    private static final int AHEAD = 8 * 1024 * 1024;

    private final Rendezvous rendezvous;
    private final OneOff dyno;
    private final DynoOutput marks;
    private final DynoInput input;
    private final BytePipe output = new BytePipe(AHEAD);
    private final CommandEnd exit = new CommandEnd();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread reader = new Thread(this::read, "pawse-heroku-dyno");
    private final Thread lastWill = new Thread(this::abandon, "pawse-heroku-dyno-stop");

    private DynoSession(Rendezvous rendezvous, boolean terminal, OneOff dyno) {
        this.rendezvous = rendezvous;
        this.dyno = dyno;
        marks = new DynoOutput(terminal);
        input = new DynoInput(rendezvous.out());
    }

    static DynoSession start(Rendezvous rendezvous, boolean terminal, OneOff dyno) {
        DynoSession session = new DynoSession(rendezvous, terminal, dyno);
        Runtime.getRuntime().addShutdownHook(session.lastWill);
        session.reader.setDaemon(true);
        session.reader.start();
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

    /** A dyno's terminal mixes the two. */
    @Override
    public InputStream errors() {
        return InputStream.nullInputStream();
    }

    /** A dyno's terminal keeps the size with which it began. */
    @Override
    public void resize(Shell.Window window) {}

    /**
     * The exit code; that of a killed program where the session was closed before.
     *
     * @throws PawseException {@link Reason#FAILED} when the dyno ended without telling one
     */
    @Override
    public OptionalInt exitCode(Duration wait) {
        return exit.await(wait);
    }

    @Override
    public void close() {
        if (exit.exited(KILLED)) {
            stop();
        }
        output.end();
        rendezvous.close();
        forgetLastWill();
    }

    private void read() {
        try {
            byte[] bytes = new byte[16 * 1024];
            int count = 0;
            while (!marks.ended() && count >= 0) {
                count = rendezvous.in().read(bytes);
                output.put(count < 0 ? marks.end() : marks.accept(bytes, count));
            }
            ended(null);
        } catch (IOException e) {
            ended(e);
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a machine that shuts down.
            Thread.currentThread().interrupt();
        }
    }

    private void ended(@Nullable IOException why) {
        if (marks.exitCode().isPresent()) {
            exit.exited(marks.exitCode().getAsInt());
        } else if (!exit.isTold()) {
            stop();
            exit.failed(new PawseException(
                    Reason.FAILED,
                    dyno.name() + " ended without an exit code: it was stopped, or its connection was lost",
                    why));
        }
        output.end();
        rendezvous.close();
        forgetLastWill();
    }

    /** The process ends while the command runs. */
    private void abandon() {
        if (exit.exited(KILLED)) {
            stop();
        }
    }

    private void stop() {
        if (stopped.compareAndSet(false, true)) {
            dyno.stop();
        }
    }

    private void forgetLastWill() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastWill);
        } catch (IllegalStateException e) {
            // It runs already.
        }
    }
}
