package dev.pawse.cli.command;

import dev.pawse.cli.Session;
import dev.pawse.spi.PawseException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A dump that was made.
 *
 * @param bytes how long it is
 * @param sha256 its digest in hexadecimal
 * @param remote where it is on the platform too, or null
 */
record Dump(long bytes, String sha256, @Nullable String remote) {
    /** Makes one into a file, which is there when all of it is there. */
    static Dump toFile(
            Session session, ChosenDatabase chosen, Path file, boolean overwrite, boolean keep, Duration limit) {
        try (PartFile part = PartFile.create(file, overwrite)) {
            Dump dump;
            try {
                dump = to(session, chosen, part.stream(), keep, limit);
            } catch (PawseException e) {
                part.requireWritten();
                throw e;
            }
            part.finish();
            return dump;
        }
    }

    /** @param keep whether it stays on the platform too */
    static Dump to(Session session, ChosenDatabase chosen, OutputStream to, boolean keep, Duration limit) {
        Progress progress = new Progress(session, -1);
        Measured measured = new Measured(to, progress);
        String remote = null;
        try {
            if (keep) {
                remote = chosen.port().dumpAndKeepDatabase(chosen.target().id(), chosen.id(), measured, limit);
            } else {
                chosen.port().dumpDatabase(chosen.target().id(), chosen.id(), measured, limit);
            }
        } finally {
            progress.end();
        }
        return new Dump(measured.bytes, HexFormat.of().formatHex(measured.digest.digest()), remote);
    }

    /** A name as a part of a file's name. */
    static String word(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /** Counts and digests what passes; does not close what it passes to. */
    private static final class Measured extends FilterOutputStream {
        private final MessageDigest digest = sha256();
        private final Progress progress;
        private long bytes;

        private Measured(OutputStream to, Progress progress) {
            super(to);
            this.progress = progress;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] some, int offset, int length) throws IOException {
            out.write(some, offset, length);
            digest.update(some, offset, length);
            bytes += length;
            progress.moved(length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }
}
