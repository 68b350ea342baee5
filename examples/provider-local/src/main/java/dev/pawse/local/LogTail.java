package dev.pawse.local;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a {@link LogFile} from the oldest on, across the moments when a full file gives way to a new one. */
final class LogTail implements AutoCloseable {
    // A byte that is no UTF-8 takes three once it is written; time and process come on top.
    private static final int MOST_BYTES = 3 * LogFile.LINE_BYTES + 1024;

    private final Path path;
    private final Consumer<String> lines;
    private final Runnable lost;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private LineSplitter splitter;
    private @Nullable FileChannel file;
    private @Nullable Object key;

    /**
     * @param lines takes each line
     * @param lost is told when lines were thrown away before they were read
     */
    LogTail(Path path, Consumer<String> lines, Runnable lost) {
        this.path = path;
        this.lines = lines;
        this.lost = lost;
        this.splitter = new LineSplitter(MOST_BYTES, lines);
    }

    /** Reads all that is there, the file before this one too. */
    void readPast() {
        try {
            open();
            Path previous = LogFile.previous(path);
            if (Files.exists(previous) && !Objects.equals(key(previous), key)) {
                try (InputStream input = Files.newInputStream(previous)) {
                    new LineSplitter(MOST_BYTES, lines).readAll(input);
                }
            }
            readOn();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Reads what has been added since. */
    void readOn() {
        try {
            drain();
            while (!Objects.equals(key(path), key)) {
                // Once more: a line may have come between the last look and the change of files.
                drain();
                if (file != null && !Objects.equals(key(LogFile.previous(path)), key)) {
                    lost.run();
                }
                close();
                if (!open()) {
                    return;
                }
                drain();
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw unreadable(e);
        } finally {
            file = null;
            key = null;
        }
    }

    private boolean open() throws IOException {
        Object before = key(path);
        if (before == null) {
            return false;
        }
        FileChannel opened;
        try {
            opened = FileChannel.open(path);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (!before.equals(key(path))) {
            opened.close();
            return false;
        }
        splitter = new LineSplitter(MOST_BYTES, lines);
        file = opened;
        key = before;
        return true;
    }

    private void drain() throws IOException {
        if (file == null) {
            return;
        }
        buffer.clear();
        while (file.read(buffer) > 0) {
            splitter.accept(buffer.array(), buffer.position());
            buffer.clear();
        }
    }

    /** What tells a file from the next one of the same name, or null when there is none. */
    private static @Nullable Object key(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private PawseException unreadable(IOException cause) {
        return new PawseException(Reason.UNAVAILABLE, path + " cannot be read: " + cause.getMessage(), cause);
    }
}
