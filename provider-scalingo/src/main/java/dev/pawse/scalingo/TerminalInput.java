package dev.pawse.scalingo;

import java.io.IOException;
import java.io.OutputStream;

/** What a command at the other end of a terminal reads: closing it sends the end-of-file character, as Ctrl-D does. */
final class TerminalInput extends OutputStream {
    private static final int END_OF_FILE = 4;

    private final OutputStream out;
    private boolean lineBegins = true;
    private boolean closed;

    TerminalInput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the input has been closed");
        }
        if (length > 0) {
            out.write(bytes, offset, length);
            lineBegins = bytes[offset + length - 1] == '\n';
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        // In the middle of a line the first one only hands over what is there (termios(3), VEOF).
        out.write(lineBegins ? new byte[] {END_OF_FILE} : new byte[] {END_OF_FILE, END_OF_FILE});
        out.flush();
    }
}
