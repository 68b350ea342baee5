package dev.pawse.heroku;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * What a one-off dyno writes, with the mark that tells the exit code taken out. Nothing is held back but what may be the mark's
 * beginning, so that a prompt shows at once and a mark that comes in pieces is found. Used by one thread.
 */
final class DynoOutput {
    private static final byte[] MARK = CommandLine.EXIT_MARK.getBytes(StandardCharsets.UTF_8);
    private static final int MAX_CODE = 255;

    private final boolean terminal;
    private int matched;
    private int code = -1;
    private boolean ended;
    private boolean heldReturn;

    /** @param terminal whether a terminal reads it; else line ends become those of files */
    DynoOutput(boolean terminal) {
        this.terminal = terminal;
    }

    /** What of these bytes is the command's own. */
    byte[] accept(byte[] bytes, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 8);
        for (int i = 0; i < length && !ended; i++) {
            accept(bytes[i], out);
        }
        return out.toByteArray();
    }

    /** Nothing more comes: what was held back, where it was no mark after all. */
    byte[] end() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (code < 0) {
            release(out);
        }
        if (heldReturn) {
            out.write('\r');
            heldReturn = false;
        }
        ended = true;
        return out.toByteArray();
    }

    /** Whether the mark has been read: the command has ended. */
    boolean ended() {
        return ended;
    }

    OptionalInt exitCode() {
        return code < 0 ? OptionalInt.empty() : OptionalInt.of(code);
    }

    private void accept(byte next, ByteArrayOutputStream out) {
        if (matched == MARK.length) {
            acceptDigit(next, out);
        } else if (next == MARK[matched]) {
            matched++;
        } else {
            // No byte of the mark but its first begins one.
            release(out);
            if (next == MARK[0]) {
                matched = 1;
            } else {
                put(next, out);
            }
        }
    }

    private void acceptDigit(byte next, ByteArrayOutputStream out) {
        boolean digit = next >= '0' && next <= '9';
        if (digit && code <= MAX_CODE / 10) {
            code = Math.max(code, 0) * 10 + next - '0';
        } else if (code >= 0) {
            ended = true;
        } else {
            release(out);
            put(next, out);
        }
    }

    private void release(ByteArrayOutputStream out) {
        for (int i = 0; i < matched; i++) {
            put(MARK[i], out);
        }
        matched = 0;
    }

    private void put(byte next, ByteArrayOutputStream out) {
        if (terminal) {
            out.write(next);
            return;
        }
        if (heldReturn && next != '\n') {
            out.write('\r');
        }
        heldReturn = next == '\r';
        if (!heldReturn) {
            out.write(next);
        }
    }
}
