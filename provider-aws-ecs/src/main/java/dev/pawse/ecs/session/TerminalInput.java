package dev.pawse.ecs.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What a command at the other end of a terminal reads. Where nobody looks, any bytes pass: those that a terminal would take for keys
 * are escaped, and lines too long for it come in pieces. Closing it is the end of the command's input. Safe for many threads.
 */
final class TerminalInput extends OutputStream {
    private static final int END_OF_FILE = 4;
    private static final int LITERAL_NEXT = 22;
    private static final int DELETE = 127;
    /**
     * A terminal holds 4095 bytes of a line (termios(3)). No round number: old kernels tell an end to who asks for exactly as much as a
     * piece has.
     */
    private static final int LONGEST_LINE = 3989;

    private final Sink sink;
    private final boolean looked;
    private int column;
    private boolean closed;

    /** Takes what is to be sent. */
    interface Sink {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    TerminalInput(Sink sink, boolean looked) {
        this.sink = sink;
        this.looked = looked;
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
        if (length == 0) {
            return;
        }
        if (looked) {
            byte last = bytes[offset + length - 1];
            column = last == '\n' || last == '\r' ? 0 : 1;
            sink.write(bytes, offset, length);
            return;
        }
        ByteArrayOutputStream escaped = new ByteArrayOutputStream(length + length / 8);
        for (int i = offset; i < offset + length; i++) {
            escape(bytes[i], escaped);
        }
        sink.write(escaped.toByteArray(), 0, escaped.size());
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        // In the middle of a line the first one only hands over what is there (termios(3), VEOF).
        byte[] end = column == 0 ? new byte[] {END_OF_FILE} : new byte[] {END_OF_FILE, END_OF_FILE};
        sink.write(end, 0, end.length);
    }

    private void escape(byte one, ByteArrayOutputStream into) {
        if (one == '\n') {
            into.write(one);
            column = 0;
            return;
        }
        boolean isKey = (one >= 0 && one < ' ' && one != '\t') || one == DELETE;
        if (isKey) {
            into.write(LITERAL_NEXT);
        }
        into.write(one);
        column++;
        if (column == LONGEST_LINE) {
            into.write(END_OF_FILE);
            column = 0;
        }
    }
}
