package dev.pawse.clever;

import dev.pawse.http.LogFeed;
import dev.pawse.http.LogSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.capability.Logs.LogLine;
import dev.pawse.spi.capability.Logs.Query;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An app's log for who follows it or reads what is there. */
final class CleverLogSource implements LogSource {
    private static final int MOST = 100_000;
    /** Where nothing was there, what comes begins a little before we looked: the platform's clock may be behind ours. */
    private static final Duration SKEW = Duration.ofSeconds(10);

    private final CleverApi api;
    private final AppRef app;
    private final Query query;
    private final Duration back;
    private final LogPosition position = new LogPosition();
    private final LineNames names;
    private volatile Instant readUntil;

    CleverLogSource(CleverApi api, AppRef app, Query query, Duration back) {
        this.api = api;
        this.app = app;
        this.query = query;
        this.back = back;
        names = new LineNames(api, app);
        readUntil = api.clock().instant();
    }

    @Override
    public List<LogLine> recent() {
        Instant now = api.clock().instant();
        Instant until = query.until() == null || query.until().isAfter(now) ? now : query.until();
        Instant since = query.since() == null ? until.minus(back) : query.since();
        readUntil = until;
        if (since.isAfter(until)) {
            return List.of();
        }
        // The platform's times go to the millisecond, and its end may leave out what is at the end itself.
        LogWindow window = new LogWindow(since, until.plusMillis(1), null);
        int keep = Math.min(query.limit(), MOST);
        Deque<LogLine> newest = new ArrayDeque<>();
        Quiet quiet = new Quiet();
        try (CleverLogFeed feed = CleverLogFeed.open(api, app, window, position, names, quiet)) {
            for (LogLine line = feed.next(); line != null; line = feed.next()) {
                quiet.heard();
                if (!query.wantsProcess(line.process())) {
                    continue;
                }
                newest.add(line);
                if (newest.size() > keep) {
                    newest.removeFirst();
                }
            }
        } catch (IOException e) {
            throw new PawseException(
                    Reason.UNAVAILABLE,
                    "the log of " + app.id() + " broke off (" + e.getClass().getSimpleName() + ")");
        }
        return List.copyOf(newest);
    }

    @Override
    public LogFeed live(@Nullable Instant after) {
        Instant since = after == null ? readUntil.minus(SKEW) : after;
        return CleverLogFeed.open(api, app, new LogWindow(since, query.until(), null), position, names);
    }

    /**
     * The platform ends what is there when its own clock says so. Where ours is ahead of it, that may take long: then a heartbeat a while
     * after the last line tells that there is no more.
     */
    private static final class Quiet implements BooleanSupplier {
        private static final Duration LONG = Duration.ofMillis(1_500);

        private long heardNanos = System.nanoTime();

        private void heard() {
            heardNanos = System.nanoTime();
        }

        @Override
        public boolean getAsBoolean() {
            return System.nanoTime() - heardNanos > LONG.toNanos();
        }
    }
}
