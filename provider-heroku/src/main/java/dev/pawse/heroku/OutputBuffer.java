package dev.pawse.heroku;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Bytes on their way to a reader who may be slow, or may not read at all: a bounded number of them waits. Safe for many threads. */
final class OutputBuffer extends InputStream {
    private static final int CAPACITY = 8 * 1024 * 1024;

    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private int size;
    private boolean ended;

    /** Adds bytes, waiting while the buffer is full; what comes after the end is dropped. */
    synchronized void put(byte[] bytes) throws InterruptedException {
        if (bytes.length == 0) {
            return;
        }
        while (size >= CAPACITY && !ended) {
            wait();
        }
        if (!ended) {
            chunks.addLast(bytes);
            size += bytes.length;
            notifyAll();
        }
    }

    /** Nothing more will be added; what is there can still be read. */
    synchronized void end() {
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
        byte[] chunk = chunks.pollFirst();
        if (chunk == null) {
            return -1;
        }
        int count = Math.min(length, chunk.length);
        System.arraycopy(chunk, 0, into, offset, count);
        if (count < chunk.length) {
            chunks.addFirst(Arrays.copyOfRange(chunk, count, chunk.length));
        }
        size -= count;
        notifyAll();
        return count;
    }

    @Override
    public synchronized int available() {
        return size;
    }
}
