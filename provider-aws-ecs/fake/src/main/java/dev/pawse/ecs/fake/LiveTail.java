package dev.pawse.ecs.fake;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One Live Tail session: what the groups are written goes out in updates of 500 lines at most; where there are more, some are left out
 * and the update says so. It ends after three hours. Safe for many threads.
 */
final class LiveTail implements Consumer<LogEvent> {
    private static final int MOST = 500;
    private static final Duration LIFETIME = Duration.ofHours(3);
    /** A second at AWS. */
    private static final long BEAT_MILLIS = 40;

    private final Map<String, LogGroup> groups;
    private final Predicate<LogEvent> which;
    private final Clock clock;
    private final Instant end;
    private final String session = UUID.randomUUID().toString();
    private final BlockingQueue<LogEvent> pending = new LinkedBlockingQueue<>();
    private boolean over;
    private boolean cut;

    /** @param groups by the ARNs that were asked for */
    LiveTail(Map<String, LogGroup> groups, Predicate<LogEvent> which, Clock clock) {
        this.groups = new LinkedHashMap<>(groups);
        this.which = which;
        this.clock = clock;
        end = clock.instant().plus(LIFETIME);
    }

    @Override
    public void accept(LogEvent event) {
        if (which.test(event)) {
            pending.add(event);
        }
    }

    synchronized void timeOut() {
        over = true;
        notifyAll();
    }

    synchronized void cut() {
        cut = true;
        notifyAll();
    }

    /** Sends until the session is over or the client is gone. */
    void send(OutputStream out) throws IOException {
        out.write(EventFrame.of(Map.of(":message-type", "event", ":event-type", "initial-response"), new byte[0]));
        out.write(EventFrame.event(
                "sessionStart",
                Json.text(Json.object(
                        "requestId",
                        session,
                        "sessionId",
                        session,
                        "logGroupIdentifiers",
                        List.copyOf(groups.keySet())))));
        out.flush();
        groups.values().forEach(group -> group.listen(this));
        try {
            while (beats() && clock.instant().isBefore(end)) {
                List<LogEvent> events = new ArrayList<>();
                pending.drainTo(events);
                out.write(EventFrame.event("sessionUpdate", update(events)));
                out.flush();
            }
            out.write(EventFrame.exception("SessionTimeoutException", "{\"message\":\"Session timed out\"}"));
            out.flush();
        } finally {
            groups.values().forEach(group -> group.leave(this));
        }
    }

    /** Waits for the next beat; whether the session goes on. */
    private synchronized boolean beats() throws IOException {
        long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BEAT_MILLIS);
        try {
            for (long left = BEAT_MILLIS; left > 0 && !over && !cut; left = millisUntil(next)) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server is closed", e);
        }
        if (cut) {
            throw new IOException("cut on purpose");
        }
        return !over;
    }

    private static long millisUntil(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime());
    }

    private String update(List<LogEvent> events) {
        boolean sampled = events.size() > MOST;
        String group = groups.keySet().iterator().next();
        List<Object> results = new ArrayList<>();
        for (LogEvent event : sampled ? events.subList(events.size() - MOST, events.size()) : events) {
            results.add(Json.object(
                    "logStreamName",
                    event.stream(),
                    "logGroupIdentifier",
                    group,
                    "message",
                    event.message(),
                    "timestamp",
                    event.timestamp(),
                    "ingestionTime",
                    event.ingested()));
        }
        return Json.text(Json.object("sessionMetadata", Json.object("sampled", sampled), "sessionResults", results));
    }
}
