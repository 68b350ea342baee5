package dev.pawse.scalingo;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Walks through the files of a tar archive (POSIX.1-1988 ustar, with GNU's form for large sizes); passes over everything else. */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE = 156;

    private final InputStream in;
    private long left;
    private long padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** Goes to the next file; false at the end. */
    boolean next() throws IOException {
        while (true) {
            in.skipNBytes(left + padding);
            byte[] header = in.readNBytes(BLOCK);
            if (header.length < BLOCK || isEmpty(header)) {
                left = 0;
                padding = 0;
                return false;
            }
            left = size(header);
            padding = (BLOCK - left % BLOCK) % BLOCK;
            // '0' and NUL are files; folders, links and what describes the next entry are not.
            if (header[TYPE] == '0' || header[TYPE] == 0) {
                return true;
            }
        }
    }

    /** Reads on in the file; below 0 at its end. */
    int read(byte[] into) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(into, 0, (int) Math.min(into.length, left));
        if (count < 0) {
            throw new EOFException("the archive ends in the middle of a file");
        }
        left -= count;
        return count;
    }

    private static long size(byte[] header) throws IOException {
        if ((header[SIZE] & 0x80) != 0) {
            long size = 0;
            for (int i = SIZE + 4; i < SIZE + SIZE_LENGTH; i++) {
                size = (size << 8) | (header[i] & 0xff);
            }
            return positive(size);
        }
        String octal = new String(header, SIZE, SIZE_LENGTH, StandardCharsets.US_ASCII)
                .replace("\0", "")
                .strip();
        try {
            return octal.isEmpty() ? 0 : positive(Long.parseLong(octal, 8));
        } catch (NumberFormatException e) {
            throw new IOException("not a tar archive", e);
        }
    }

    private static long positive(long size) throws IOException {
        if (size < 0) {
            throw new IOException("not a tar archive");
        }
        return size;
    }

    private static boolean isEmpty(byte[] header) {
        for (byte one : header) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }
}
