package dev.pawse.redis;

import dev.pawse.spi.Event;
import dev.pawse.spi.EventStore;
import dev.pawse.spi.PawseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest events of all processes in a stream of Redis. Appending only remembers: one thread writes, in order, and goes on
 * trying while Redis is away. Then {@link #recent} gives what this process itself remembers.
 */
final class RedisEventStore implements EventStore {
    private static final Logger LOG = LoggerFactory.getLogger(RedisEventStore.class);
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final int BATCH = 100;

    private final RedisLink link;
    private final EventStream stream;
    private final EventBacklog backlog;
    private final int capacity;
    private @Nullable Thread writer;
    private volatile boolean failing;
    private volatile boolean dropping;

    /**
     * @param link is closed with this store
     * @param capacity how many events the stream keeps, and how many of its own this process remembers
     */
    RedisEventStore(RedisLink link, EventStream stream, EventBacklog backlog, int capacity) {
        this.link = link;
        this.stream = stream;
        this.backlog = backlog;
        this.capacity = capacity;
    }

    @Override
    public void append(Event event) {
        boolean dropped = backlog.add(event);
        if (dropped && !dropping) {
            dropping = true;
            LOG.warn("more than {} events wait to be written; the oldest of them are dropped from now on", capacity);
        }
        write();
    }

    @Override
    public List<Event> recent(int limit) {
        int wanted = Math.min(limit, capacity);
        // First what waits: what is written meanwhile is then found twice, and not missed.
        List<EventBacklog.Item> unwritten = backlog.unwritten();
        Map<String, Event> stored;
        try {
            stored = stream.newest(wanted);
        } catch (PawseException e) {
            LOG.debug("only this process's own events can be told", e);
            return newest(backlog.all(), Map.of(), wanted);
        }
        return newest(unwritten, stored, wanted);
    }

    /** Writes what waits, for two seconds at most. */
    @Override
    public void close() {
        backlog.close();
        Thread last = writer();
        try {
            if (last != null) {
                last.join(GOODBYE.toMillis());
                last.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int left = backlog.unwritten().size();
        if (left > 0) {
            LOG.warn("{} events were not written: they are lost with this process", left);
        }
        link.close();
    }

    private List<Event> newest(List<EventBacklog.Item> own, Map<String, Event> stored, int limit) {
        // What is older than one of ours in the stream was written too, and stands there behind these.
        long written = backlog.newestOf(stored.keySet());
        List<Event> newest = new ArrayList<>();
        for (EventBacklog.Item item : own) {
            if (item.number() > written) {
                newest.add(item.event());
            }
        }
        newest.addAll(stored.values());
        return newest.size() <= limit ? newest : new ArrayList<>(newest.subList(0, Math.max(limit, 0)));
    }

    private synchronized @Nullable Thread writer() {
        return writer;
    }

    private synchronized void write() {
        if (writer == null && !backlog.isClosed()) {
            writer = new Thread(this::run, "pawse-redis-events");
            writer.setDaemon(true);
            writer.start();
        }
    }

    private void run() {
        try {
            for (List<EventBacklog.Item> batch = backlog.next(BATCH); !batch.isEmpty(); batch = backlog.next(BATCH)) {
                if (!written(batch)) {
                    if (backlog.isClosed()) {
                        return;
                    }
                    backlog.pause(RETRY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean written(List<EventBacklog.Item> batch) {
        try {
            stream.add(batch);
        } catch (PawseException e) {
            // The link tells once that Redis is away; what it does not tell is that this one key is not ours.
            if (!failing && link.trouble().isEmpty()) {
                LOG.warn("events cannot be written and are kept in memory: {}", e.message());
            }
            failing = true;
            return false;
        }
        backlog.wrote(batch);
        if (failing) {
            failing = false;
            dropping = false;
            LOG.info("events are written again; {} were dropped meanwhile", backlog.takeDropped());
        }
        return true;
    }
}
