package dev.pawse.core;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Takes what a command writes line by line, up to a limit; what is past it is read and dropped. */
final class HookOutput {
    static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_AT_ONCE = 1 << 20;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[8192];
    private int taken;
    private boolean cut;

    HookOutput(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Takes what is there to be read, but not without end where a command writes without end. Does not wait. */
    void take(InputStream written) throws IOException {
        int left = MAX_AT_ONCE;
        while (left > 0 && written.available() > 0) {
            int read = written.read(buffer, 0, Math.min(buffer.length, written.available()));
            if (read < 0) {
                return;
            }
            for (int i = 0; i < read; i++) {
                take(buffer[i]);
            }
            left -= read;
        }
    }

    /** Tells of a last line that has no end, and of what was dropped. */
    void finish() {
        if (line.size() > 0) {
            tell();
        }
        if (cut) {
            lines.accept("(more than " + MAX_BYTES + " bytes; the rest is dropped)");
        }
    }

    private void take(byte next) {
        if (taken >= MAX_BYTES) {
            cut = true;
            return;
        }
        taken++;
        if (next == '\n') {
            tell();
        } else {
            line.write(next);
        }
    }

    private void tell() {
        String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
        line.reset();
        if (!text.isEmpty()) {
            // A log line is one line, and a terminal must not obey what a command printed.
            lines.accept(text.replaceAll("\\p{Cntrl}", " "));
        }
    }
}
