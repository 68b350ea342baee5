package dev.pawse.local;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A lock that only one holder on this machine has, in whichever process; the system takes it back when that dies. */
final class FileMutex implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(10);

    private final FileChannel channel;

    private FileMutex(FileChannel channel) {
        this.channel = channel;
    }

    /** The lock, or empty when somebody else has it. */
    static Optional<FileMutex> tryAcquire(Path path) throws IOException {
        StateFolder.createFor(path);
        FileChannel channel = FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new FileMutex(channel));
            }
        } catch (OverlappingFileLockException e) {
            // Another provider in this very process has it, which is no different.
        }
        channel.close();
        return Optional.empty();
    }

    /**
     * Waits for the lock.
     *
     * @throws PawseException {@link Reason#CONFLICT} when somebody keeps it for long
     */
    static FileMutex acquire(Path path) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            Optional<FileMutex> mutex = tryAcquire(path);
            if (mutex.isPresent()) {
                return mutex.get();
            }
            LockSupport.parkNanos(STEP);
        }
        throw new PawseException(Reason.CONFLICT, path + " has been locked for " + PATIENCE.toSeconds() + " s");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
