package dev.pawse.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where one event loop puts a message's head together before it goes out in one piece. */
final class HeadBuffer {
    private byte[] bytes = new byte[16 * 1024];
    private int length;

    HeadBuffer clear() {
        length = 0;
        return this;
    }

    HeadBuffer put(byte[] text) {
        room(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    /** Puts the low byte of each character: a header's text is read and written as ISO 8859-1. */
    @SuppressWarnings("deprecation") // The one method of String that copies such text without a detour.
    HeadBuffer put(String text) {
        int size = text.length();
        room(size);
        text.getBytes(0, size, bytes, length);
        length += size;
        return this;
    }

    HeadBuffer put(CharSequence text) {
        if (text instanceof AsciiString ascii) {
            int size = ascii.length();
            room(size);
            System.arraycopy(ascii.array(), ascii.arrayOffset(), bytes, length, size);
            length += size;
            return this;
        }
        return put(text.toString());
    }

    HeadBuffer line(CharSequence name, CharSequence value) {
        return put(name).put(':', ' ').put(value).put('\r', '\n');
    }

    HeadBuffer put(char first, char second) {
        room(2);
        bytes[length++] = (byte) first;
        bytes[length++] = (byte) second;
        return this;
    }

    HeadBuffer put(char one) {
        room(1);
        bytes[length++] = (byte) one;
        return this;
    }

    /** What was put so far, in a buffer of its own. */
    ByteBuf toBuffer(ByteBufAllocator allocator) {
        return allocator.directBuffer(length).writeBytes(bytes, 0, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
