package dev.pawse.redis;

import dev.pawse.spi.EventStore;
import dev.pawse.spi.EventStoreFactory;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Settings;
import java.time.Clock;
import java.util.UUID;

/**
 * Makes the event stores of the type {@code redis}: what happened to the apps, told by all processes alike. It knows the settings of
 * the registry of that type and {@code capacity}, how many events are kept (10,000 when nothing is said).
 */
public final class RedisEventStoreFactory implements EventStoreFactory {
    private static final int USUAL_CAPACITY = 10_000;
    private static final int LARGEST_CAPACITY = 1_000_000;

    @Override
    public String type() {
        return "redis";
    }

    /**
     * Makes one; the first event or question connects it.
     *
     * @throws PawseException {@link Reason#INVALID} when a setting is wrong
     */
    @Override
    public EventStore create(Settings settings, Clock clock) {
        var redis = RedisSettings.of(settings);
        int capacity = settings.integer("capacity", USUAL_CAPACITY, 1, LARGEST_CAPACITY);
        String prefix = redis.prefix();
        return store(new RedisLink("event store", redis.dialer(), new RedisKeys(prefix).mark()), prefix, capacity);
    }

    static EventStore store(RedisLink link, String prefix, int capacity) {
        String writer = UUID.randomUUID().toString().substring(0, 13);
        return new RedisEventStore(
                link,
                new EventStream(link, prefix + ":events", capacity),
                new EventBacklog(capacity, writer),
                capacity);
    }
}
