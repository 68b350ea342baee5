package dev.pawse.heroku;

import dev.pawse.http.BodyStream;
import dev.pawse.http.EventStreamReader;
import dev.pawse.http.EventStreamReader.ServerEvent;
import dev.pawse.http.LogFeed;
import dev.pawse.spi.capability.Logs.LogLine;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A log session that is followed. It begins with lines that the platform has kept: of those, what is older than the last known line is
 * passed over. An event may hold several lines.
 */
final class LogplexFeed implements LogFeed {
    private final BodyStream body;
    private final EventStreamReader events;
    private final Predicate<LogLine> wanted;
    private final LogLineReader reader = new LogLineReader();
    private final Deque<LogLine> ready = new ArrayDeque<>();
    private @Nullable Instant after;

    LogplexFeed(BodyStream body, @Nullable Instant after, Predicate<LogLine> wanted) {
        this.body = body;
        this.after = after;
        this.wanted = wanted;
        events = new EventStreamReader(body);
    }

    @Override
    public @Nullable LogLine next() throws IOException {
        while (ready.isEmpty()) {
            ServerEvent event = events.next();
            if (event == null) {
                return null;
            }
            event.data()
                    .lines()
                    .filter(text -> !text.isEmpty())
                    .forEach(text ->
                            reader.read(text).filter(this::isNew).filter(wanted).ifPresent(ready::add));
        }
        return ready.poll();
    }

    private boolean isNew(LogLine line) {
        if (after != null && line.at().isBefore(after)) {
            return false;
        }
        // Kept lines come in order: once one is young enough, what follows is, whatever its clock says.
        after = null;
        return true;
    }

    @Override
    public void close() {
        body.close();
    }
}
