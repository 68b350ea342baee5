package dev.pawse.ecs;

import dev.pawse.spi.capability.Logs.LogEntry;
import dev.pawse.spi.capability.Logs.LogStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads logs in tests. */
final class Read {
    private static final Duration MOMENT = Duration.ofMillis(20);

    private Read() {}

    /** All that is ready now, or comes in a moment. */
    static List<LogEntry> ready(LogStream stream) {
        List<LogEntry> entries = new ArrayList<>();
        for (Optional<LogEntry> next = stream.next(MOMENT); next.isPresent(); next = stream.next(MOMENT)) {
            entries.add(next.get());
        }
        return entries;
    }
}
