package dev.pawse.cli;

import dev.pawse.spi.PawseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Carries bytes from one stream to another, each as soon as it comes, on a thread of its own. */
final class Pump {
    private static final int CHUNK = 32 * 1024;
    private static final Duration LOOK = Duration.ofMillis(50);

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long readingSince = System.nanoTime();
    private volatile boolean reading = true;
    private volatile boolean unwanted;
    private volatile @Nullable Exception failure;

    private Pump() {}

    /** The streams are left open. */
    static Pump start(String name, InputStream from, OutputStream to) {
        Pump pump = new Pump();
        Thread thread = new Thread(() -> pump.carry(from, to), "pawse-" + name);
        thread.setDaemon(true);
        thread.start();
        return pump;
    }

    /** Whether whoever is written to takes no more. */
    boolean isUnwanted() {
        return unwanted;
    }

    /** Why no more could be read, or null. */
    @Nullable
    Exception failure() {
        return failure;
    }

    /** Waits for the end, but not once nothing has come for so long: it may be held open by what was left behind. */
    void await(Duration silence) {
        long begin = System.nanoTime();
        try {
            while (!ended.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
                if (reading && System.nanoTime() - Math.max(begin, readingSince) > silence.toNanos()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(InputStream from, OutputStream to) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int count = read(from, chunk); count >= 0; count = read(from, chunk)) {
                write(to, chunk, count);
            }
        } catch (IOException | UncheckedIOException | PawseException e) {
            failure = e;
        } finally {
            ended.countDown();
        }
    }

    private int read(InputStream from, byte[] chunk) throws IOException {
        readingSince = System.nanoTime();
        reading = true;
        int count = from.read(chunk);
        reading = false;
        return count;
    }

    private void write(OutputStream to, byte[] chunk, int count) {
        if (unwanted) {
            return;
        }
        try {
            to.write(chunk, 0, count);
            to.flush();
        } catch (IOException e) {
            unwanted = true;
        }
    }
}
