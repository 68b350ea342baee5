package dev.pawse.redis;

import dev.pawse.spi.Event;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of all processes in one capped stream of Redis. Blocks as {@link RedisLink} does. */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Script ADD = Script.named("add-events");
    private static final int PAGE = 1_000;
    /** How many records that cannot be read are remembered, so that each is told once. */
    private static final int TOLD = 10_000;

    private final RedisLink link;
    private final String key;
    private final int capacity;
    private final Set<String> told = Collections.newSetFromMap(new ConcurrentHashMap<>());

    EventStream(RedisLink link, String key, int capacity) {
        this.link = link;
        this.key = key;
        this.capacity = capacity;
    }

    /** Adds events in their order, all or none. Where this fails they may be in the stream all the same. */
    void add(List<EventBacklog.Item> batch) {
        List<String> arguments = new ArrayList<>(2 * batch.size() + 1);
        arguments.add(Integer.toString(capacity));
        for (EventBacklog.Item item : batch) {
            arguments.add(item.id());
            arguments.add(EventCodec.write(item.event()));
        }
        link.run(ADD, List.of(key), arguments);
    }

    /** The newest events by their ids, newest first; one that was written twice is there once. */
    Map<String, Event> newest(int limit) {
        Map<String, Event> newest = new LinkedHashMap<>();
        Range<String> range = Range.unbounded();
        while (newest.size() < limit) {
            int most = Math.min(PAGE, limit - newest.size());
            List<StreamMessage<String, String>> page = page(range, most);
            for (StreamMessage<String, String> message : page) {
                take(message, newest);
            }
            if (page.size() < most) {
                return newest;
            }
            String oldest = page.get(page.size() - 1).getId();
            range = Range.from(Range.Boundary.unbounded(), Range.Boundary.excluding(oldest));
        }
        return newest;
    }

    private List<StreamMessage<String, String>> page(Range<String> range, int most) {
        List<StreamMessage<String, String>> page =
                link.call(commands -> commands.xrevrange(key, range, Limit.from(most)));
        return page == null ? List.of() : page;
    }

    private void take(StreamMessage<String, String> message, Map<String, Event> newest) {
        @Nullable String id = message.getBody().get("id");
        @Nullable String record = message.getBody().get("event");
        if (id == null || record == null) {
            skip(message.getId(), "it has other fields");
            return;
        }
        try {
            // Of two copies the older stands where the event happened among those of others.
            newest.remove(id);
            newest.put(id, EventCodec.read(record));
        } catch (RuntimeException e) {
            skip(message.getId(), e.getClass().getSimpleName());
        }
    }

    private void skip(String record, String why) {
        // The value stays out of the log: nobody knows what somebody else put there.
        if (told.size() < TOLD && told.add(record)) {
            LOG.warn("{}: the record {} is no event that this version can read ({}); it is skipped", key, record, why);
        }
    }
}
