package dev.pawse.ecs;

import dev.pawse.spi.capability.Logs.LogLine;
import java.time.Instant;
import java.util.List;

/** One event of a log stream; several lines where a program writes them as one. */
record LoggedEvent(long timestamp, String stream, String message) {
    List<LogLine> lines(String app) {
        String process = StreamName.of(app, stream).process();
        Instant at = Instant.ofEpochMilli(timestamp);
        if (message.isEmpty()) {
            return List.of(new LogLine(at, process, "app", ""));
        }
        return message.lines()
                .map(line -> new LogLine(at, process, "app", line))
                .toList();
    }
}
