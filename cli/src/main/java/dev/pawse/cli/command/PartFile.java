package dev.pawse.cli.command;

import dev.pawse.cli.Ending;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that is there when all of it is there: written beside its place, for the user alone, and then moved to it. */
final class PartFile implements AutoCloseable {
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final Path part;
    private final boolean overwrite;
    private final FileChannel channel;
    private final Ending ending;
    private @Nullable IOException failure;
    private boolean done;

    private PartFile(Path file, Path part, boolean overwrite, FileChannel channel) {
        this.file = file;
        this.part = part;
        this.overwrite = overwrite;
        this.channel = channel;
        ending = Ending.with(this::remove);
    }

    /**
     * Begins it.
     *
     * @throws PawseException {@link Reason#CONFLICT} when it is there already, or another process writes it
     */
    static PartFile create(Path file, boolean overwrite) {
        requireFree(file, overwrite);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        boolean posix = part.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = {PosixFilePermissions.asFileAttribute(OURS)};
        try {
            FileChannel channel = FileChannel.open(
                    part,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    posix ? attributes : new FileAttribute<?>[0]);
            if (channel.tryLock() == null) {
                channel.close();
                throw new PawseException(Reason.CONFLICT, part + ": another process writes it");
            }
            // What an earlier attempt left behind may be anything.
            channel.truncate(0);
            if (posix) {
                Files.setPosixFilePermissions(part, OURS);
            }
            return new PartFile(file, part, overwrite, channel);
        } catch (OverlappingFileLockException e) {
            throw new PawseException(Reason.CONFLICT, part + ": is being written", e);
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    /** Whether a file may be written here. */
    static void requireFree(Path file, boolean overwrite) {
        // A device would be moved away for good.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new PawseException(Reason.INVALID, file + " is no ordinary file");
        }
        if (!overwrite && Files.exists(file)) {
            throw new PawseException(Reason.CONFLICT, file + " is there already; --overwrite replaces it");
        }
    }

    /** Where to write; what goes wrong there is told by {@link #requireWritten}. */
    OutputStream stream() {
        return new FilterOutputStream(Channels.newOutputStream(channel)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    failure = e;
                    throw e;
                }
            }
        };
    }

    /** Whoever wrote may have told it in other words. */
    void requireWritten() {
        if (failure != null) {
            throw unwritable(part, failure);
        }
    }

    /** All is written: from here on the file is there. */
    void finish() {
        requireWritten();
        requireFree(file, overwrite);
        try {
            channel.force(true);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            done = true;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Without {@link #finish} nothing is left. */
    @Override
    public void close() {
        remove();
        ending.close();
    }

    private synchronized void remove() {
        try {
            channel.close();
            if (!done) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    private static PawseException unwritable(Path path, IOException e) {
        String why = e.getMessage() == null || e.getMessage().equals(path.toString())
                ? e.getClass().getSimpleName()
                : e.getMessage();
        return new PawseException(Reason.INVALID, path + " cannot be written: " + why, e);
    }
}
