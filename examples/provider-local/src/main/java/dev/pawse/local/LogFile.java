package dev.pawse.local;

import dev.pawse.spi.capability.Logs.LogLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one app wrote, on disk for other Pawse processes to read: a line each, {@code TIME PROCESS SOURCE MESSAGE}. When
 * the file is full it becomes {@code NAME.log.1} in place of the one before. Safe for many threads.
 */
final class LogFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);

    /** A longer line goes on in the next. */
    static final int LINE_BYTES = 16 * 1024;

    /** Two files of this size are all that an app's log takes. */
    private static final long MOST_BYTES = 5_000_000;

    private final Path path;
    private final Clock clock;
    private final long mostBytes;
    private @Nullable FileChannel file;
    private boolean closed;

    LogFile(Path path, Clock clock) {
        this(path, clock, MOST_BYTES);
    }

    LogFile(Path path, Clock clock, long mostBytes) {
        this.path = path;
        this.clock = clock;
        this.mostBytes = mostBytes;
    }

    /** The file before this one. */
    static Path previous(Path path) {
        return path.resolveSibling(path.getFileName() + ".1");
    }

    /** Adds a line, unless the file is closed. A disk that is full loses lines of the log and stops nobody. */
    synchronized void append(String process, String source, String message) {
        if (closed) {
            return;
        }
        String line = clock.instant() + " " + process + " " + source + " " + message + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        try {
            FileChannel open = open();
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be written", path, e);
        }
    }

    /** The line that {@link #append} wrote, or empty when it is none. */
    static Optional<LogLine> parse(String line) {
        String[] parts = line.split(" ", 4);
        if (parts.length < 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LogLine(Instant.parse(parts[0]), parts[1], parts[2], parts[3]));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            letGo();
        } catch (IOException e) {
            LOG.warn("{} could not be closed", path, e);
        }
    }

    private void letGo() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    private FileChannel open() throws IOException {
        if (file != null && file.size() >= mostBytes) {
            letGo();
            Files.move(path, previous(path), StandardCopyOption.REPLACE_EXISTING);
        }
        if (file == null) {
            StateFolder.createFor(path);
            file = FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        }
        return file;
    }
}
