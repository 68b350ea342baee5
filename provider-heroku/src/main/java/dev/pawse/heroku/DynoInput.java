package dev.pawse.heroku;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What a one-off dyno's terminal is typed. Its end is told by the key for it, which counts at the beginning of a line only: within a
 * line it takes two. Safe for many threads.
 */
final class DynoInput extends OutputStream {
    private static final int END = 0x04;

    private final OutputStream out;
    private boolean withinLine;
    private boolean closed;

    DynoInput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int next) throws IOException {
        write(new byte[] {(byte) next}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the input has ended");
        }
        if (length > 0) {
            out.write(bytes, offset, length);
            out.flush();
            withinLine = bytes[offset + length - 1] != '\n';
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.write(withinLine ? new byte[] {END, END} : new byte[] {END});
            out.flush();
        } catch (IOException e) {
            // The command has ended: nobody waits for more.
        }
    }
}
