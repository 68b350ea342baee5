package dev.pawse.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Bytes on their way from the thread that reads a connection to whoever reads the command's output. Bounded: who writes waits for who
 * reads, until it is ended. Unlike the JDK's pipe it does not care which threads live. Safe for many threads.
 */
public final class BytePipe extends InputStream {
    private final int most;
    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private int held;
    private boolean ended;

    /**
     * Makes an empty pipe.
     *
     * @param most how many bytes may wait in it; a single piece may go beyond
     */
    public BytePipe(int most) {
        this.most = most;
    }

    /** Adds bytes; drops them once the pipe has ended. */
    public void put(byte[] bytes) throws InterruptedException {
        put(bytes, bytes.length);
    }

    /** Adds the first of some bytes; drops them once the pipe has ended. */
    public synchronized void put(byte[] bytes, int count) throws InterruptedException {
        while (held >= most && !ended) {
            wait();
        }
        if (!ended && count > 0) {
            chunks.addLast(Arrays.copyOf(bytes, count));
            held += count;
            notifyAll();
        }
    }

    /** Nothing more comes; what is there can still be read. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (chunks.isEmpty() && !ended) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for output");
            }
        }
        if (chunks.isEmpty()) {
            return -1;
        }
        byte[] chunk = chunks.removeFirst();
        int count = Math.min(length, chunk.length);
        System.arraycopy(chunk, 0, into, offset, count);
        if (count < chunk.length) {
            chunks.addFirst(Arrays.copyOfRange(chunk, count, chunk.length));
        }
        held -= count;
        notifyAll();
        return count;
    }

    @Override
    public synchronized int available() {
        return held;
    }

    /** Whoever read it reads no more; what comes is dropped. */
    @Override
    public synchronized void close() {
        chunks.clear();
        held = 0;
        end();
    }
}
