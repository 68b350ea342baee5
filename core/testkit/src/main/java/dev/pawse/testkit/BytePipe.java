package dev.pawse.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Bytes on their way from one thread to another. Unlike those of the JDK it does not care which threads live. */
final class BytePipe {
    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private boolean ended;

    OutputStream sink() {
        return new Sink();
    }

    InputStream source() {
        return new Source();
    }

    /** Nothing more will be written; what was written can still be read. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized void put(byte[] bytes) throws IOException {
        if (ended) {
            throw new IOException("the other side has ended");
        }
        chunks.addLast(bytes);
        notifyAll();
    }

    private synchronized int take(byte[] into, int offset, int length) throws IOException {
        while (chunks.isEmpty() && !ended) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for bytes");
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
        return count;
    }

    private final class Sink extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            put(new byte[] {(byte) one});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                put(Arrays.copyOfRange(bytes, offset, offset + length));
            }
        }

        @Override
        public void close() {
            end();
        }
    }

    private final class Source extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return take(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return length == 0 ? 0 : take(into, offset, length);
        }
    }
}
