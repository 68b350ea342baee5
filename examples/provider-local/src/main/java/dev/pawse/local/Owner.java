package dev.pawse.local;

import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Knows which Pawse process runs the apps: this one, another over the same state folder, or none. Processes end with the
 * Pawse that started them, so one that only passes by never becomes the owner. Safe for many threads.
 */
final class Owner implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(20);

    private final AppsFile file;
    private final StateFolder state;
    private final RestartDelay delay;
    private final Clock clock;
    private final boolean attach;
    private volatile @Nullable Mine mine;
    private boolean closed;

    /**
     * @param attach whether this process only asks the owner and never becomes it
     */
    Owner(AppsFile file, StateFolder state, RestartDelay delay, Clock clock, boolean attach) {
        this.file = file;
        this.state = state;
        this.delay = delay;
        this.clock = clock;
        this.attach = attach;
    }

    /** What this process holds once it is the owner. */
    private record Mine(FileMutex lock, Fleet fleet, OwnerServer server) {}

    /** Who runs the apps now. */
    Operator now() {
        Mine held = mine;
        if (held != null) {
            return held.fleet();
        }
        Optional<OwnerClient> other = OwnerClient.find(state);
        return other.isPresent() ? other.get() : new Nobody();
    }

    /**
     * Who runs the apps, for one that looks at all of them: a Pawse that stays is the owner from its first look on, so that commands
     * beside it have somebody to ask before anything was woken.
     */
    synchronized Operator watching() {
        return attach || closed ? now() : become();
    }

    /**
     * Who runs the apps; this process from now on, if nobody does.
     *
     * @throws PawseException {@link Reason#UNAVAILABLE} when nobody does and this process must not
     */
    synchronized Operator become() {
        if (closed) {
            throw new PawseException(Reason.UNAVAILABLE, "Pawse is ending and starts nothing more");
        }
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            Operator operator = now();
            if (!(operator instanceof Nobody)) {
                return operator;
            }
            if (attach) {
                throw new PawseException(
                        Reason.UNAVAILABLE,
                        "no running Pawse owns these apps, whose processes end with it: start one with `pawse proxy`");
            }
            mine = take();
            // Somebody else holds the lock and does not answer: it is about to answer, or about to end.
            if (mine == null) {
                LockSupport.parkNanos(STEP);
            }
        }
        throw new PawseException(
                Reason.UNAVAILABLE, "another Pawse holds " + state.ownerLock() + " and does not answer");
    }

    @Override
    public synchronized void close() {
        closed = true;
        Mine held = mine;
        if (held == null) {
            return;
        }
        held.server().close();
        held.fleet().close();
        release(held.lock());
    }

    private @Nullable Mine take() {
        try {
            Optional<FileMutex> lock = FileMutex.tryAcquire(state.ownerLock());
            return lock.isPresent() ? take(lock.get()) : null;
        } catch (IOException e) {
            throw StateFolder.unwritable(state.path(), e);
        }
    }

    private Mine take(FileMutex lock) throws IOException {
        Fleet fleet = null;
        try {
            Machine machine = new Machine(state, new Ports(), delay, clock, Threads.timer("pawse-local-timer"));
            fleet = new Fleet(file, machine);
            return new Mine(lock, fleet, OwnerServer.start(file, fleet, state));
        } catch (IOException | RuntimeException e) {
            if (fleet != null) {
                fleet.close();
            }
            release(lock);
            throw e;
        }
    }

    private void release(FileMutex lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw StateFolder.unwritable(state.ownerLock(), e);
        }
    }

    /** Nobody runs the apps: all are stopped, as no process outlives its Pawse. */
    private static final class Nobody implements Operator {
        @Override
        public AppStatus status(AppSpec app) {
            return AppStatus.stopped(app);
        }

        @Override
        public void scale(AppSpec app, Formation changes) {
            if (!changes.isZero()) {
                throw new IllegalStateException("nobody is there to run " + app.name());
            }
        }

        @Override
        public void restart(AppSpec app, @Nullable String processOrType) {
            if (processOrType != null) {
                throw AppStatus.noProcess(app, processOrType);
            }
        }
    }
}
