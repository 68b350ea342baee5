package dev.pawse.http;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Urgency;
import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A log that a thread of its own reads ahead, by a bounded number of entries. What that thread fails with is told once, after all that
 * was read before; closing the log ends it. Its calls are as urgent as those of the thread that started it.
 */
public final class ReadAhead implements LogStream {
    private static final int AHEAD = 2_000;
    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

    private final BlockingQueue<LogEntry> ready = new ArrayBlockingQueue<>(AHEAD);
    private final Thread reader;
    private volatile @Nullable Runnable connection;
    private volatile @Nullable PawseException failure;
    private volatile boolean finished;
    private volatile boolean closed;

    private ReadAhead(String name, Work work) {
        Urgency urgency = Urgency.current();
        reader = new Thread(() -> urgency.run(() -> run(work)), name);
        reader.setDaemon(true);
    }

    /** Reads a log to its end. */
    public interface Work {
        /**
         * Called once, on the log's own thread.
         *
         * @param log where to put what is read
         * @throws PawseException when it cannot go on
         */
        void read(ReadAhead log) throws InterruptedException;
    }

    /**
     * Starts to read.
     *
     * @param threadName the name of the log's own thread
     */
    public static ReadAhead start(String threadName, Work work) {
        ReadAhead log = new ReadAhead(threadName, work);
        log.reader.start();
        return log;
    }

    /** Adds an entry; waits while nobody takes those before it. */
    public void put(LogEntry entry) throws InterruptedException {
        ready.put(entry);
    }

    /** Tells how to end a read that waits; it is done at once when the log is closed already. */
    public void reading(Runnable close) {
        connection = close;
        if (closed) {
            close.run();
        }
    }

    /** Whether nobody wants any more. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public Optional<LogEntry> next(Duration wait) {
        LogEntry entry = ready.poll();
        try {
            long end = System.nanoTime() + wait.toNanos();
            while (entry == null && !isOut() && System.nanoTime() < end) {
                // In slices, because the end of the log wakes nobody up.
                entry = ready.poll(Math.min(LOOK_NANOS, Math.max(1, end - System.nanoTime())), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        PawseException broken = failure;
        if (entry == null && broken != null && ready.isEmpty()) {
            failure = null;
            throw broken;
        }
        return Optional.ofNullable(entry);
    }

    @Override
    public boolean ended() {
        return closed || (finished && ready.isEmpty() && failure == null);
    }

    @Override
    public void close() {
        closed = true;
        Runnable open = connection;
        if (open != null) {
            open.run();
        }
        ready.clear();
        reader.interrupt();
    }

    private void run(Work work) {
        try {
            work.read(this);
        } catch (InterruptedException e) {
            // Closed: nobody reads on.
        } catch (PawseException e) {
            failure = closed ? null : e;
        } catch (RuntimeException e) {
            failure = closed ? null : new PawseException(Reason.INTERNAL, "the log could not be read: " + e, e);
        } finally {
            finished = true;
        }
    }

    /** Whether there is nothing to wait for: the end, or a failure to tell. */
    private boolean isOut() {
        return closed || (finished && ready.isEmpty());
    }
}
