package dev.pawse.scalingo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file of this machine, readable by its owner alone, that goes away when it is closed. */
final class Spool implements AutoCloseable {
    private final Path file;

    private Spool(Path file) {
        this.file = file;
    }

    static Spool open() throws IOException {
        return new Spool(Files.createTempFile("pawse-", ".dump"));
    }

    Path file() {
        return file;
    }

    long size() throws IOException {
        return Files.size(file);
    }

    /** Keeps the archive's last file, which is the dump; the others before it are folders and the like. */
    boolean keepLast(TarReader archive) throws IOException {
        boolean any = false;
        byte[] buffer = new byte[64 * 1024];
        while (archive.next()) {
            any = true;
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int count = archive.read(buffer); count >= 0; count = archive.read(buffer)) {
                    out.write(buffer, 0, count);
                }
            }
        }
        return any;
    }

    /**
     * Keeps a stream as long as it is not too long.
     *
     * @return whether all of it is here
     */
    boolean keep(InputStream in, long most) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long kept = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                kept += count;
                if (kept > most) {
                    return false;
                }
                out.write(buffer, 0, count);
            }
        }
        return true;
    }

    boolean startsWith(byte[] beginning) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(beginning.length), beginning);
        }
    }

    void writeTo(OutputStream out) throws IOException {
        Files.copy(file, out);
        out.flush();
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
