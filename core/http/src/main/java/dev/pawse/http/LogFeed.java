package dev.pawse.http;

import dev.pawse.spi.capability.Logs.LogLine;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One open connection to a log. Read by one thread; closed by any, which ends a waiting read. */
public interface LogFeed extends AutoCloseable {
    /**
     * Waits for the next line.
     *
     * @return the line, or null when the platform ended the log
     * @throws IOException when the connection broke, also by being closed
     */
    @Nullable
    LogLine next() throws IOException;

    @Override
    void close();
}
