package dev.pawse.cli;

import java.io.IOException;
import java.io.OutputStream;

/** Watches what is typed for Enter, {@code ~} and {@code .}: the way out of a session that hangs. {@code ~~} is one tilde. */
final class EscapeKeys {
    private enum Typed {
        TEXT,
        ENTER,
        TILDE
    }

    private final OutputStream to;
    // As after Enter: a session that never answers can be left as well.
    private Typed typed = Typed.ENTER;

    EscapeKeys(OutputStream to) {
        this.to = to;
    }

    /**
     * Hands on what was typed.
     *
     * @return whether the session is to be left
     */
    boolean pass(byte[] keys, int count) throws IOException {
        byte[] passed = new byte[2 * count];
        int length = 0;
        for (int i = 0; i < count; i++) {
            byte key = keys[i];
            if (typed == Typed.TILDE && key == '.') {
                to.write(passed, 0, length);
                return true;
            }
            if (typed == Typed.ENTER && key == '~') {
                typed = Typed.TILDE;
                continue;
            }
            if (typed == Typed.TILDE && key != '~') {
                passed[length++] = '~';
            }
            passed[length++] = key;
            typed = key == '\r' || key == '\n' ? Typed.ENTER : Typed.TEXT;
        }
        to.write(passed, 0, length);
        return false;
    }
}
