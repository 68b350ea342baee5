package dev.pawse.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines; one that is too long goes on in the next, so that memory stays bounded. */
final class LineSplitter {
    // The longest UTF-8 character has so many bytes after its first.
    private static final int CHARACTER_REST = 3;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final int mostBytes;
    private final Consumer<String> lines;

    LineSplitter(int mostBytes, Consumer<String> lines) {
        this.mostBytes = mostBytes;
        this.lines = lines;
    }

    /** Hands on each line until the stream ends. */
    void readAll(InputStream input) throws IOException {
        byte[] buffer = new byte[8192];
        int length;
        while ((length = input.read(buffer)) >= 0) {
            accept(buffer, length);
        }
        if (line.size() > 0) {
            end();
        }
    }

    /** Takes some bytes; what follows the last line end waits for more. */
    void accept(byte[] bytes, int length) {
        for (int index = 0; index < length; index++) {
            if (bytes[index] == '\n') {
                end();
                continue;
            }
            if (isFull(bytes[index])) {
                end();
            }
            line.write(bytes[index]);
        }
    }

    /** Whether a line ends before this byte; not within a character. */
    private boolean isFull(byte next) {
        boolean withinCharacter = (next & 0xC0) == 0x80;
        return line.size() >= (withinCharacter ? mostBytes + CHARACTER_REST : mostBytes);
    }

    private void end() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
