package dev.pawse.proxy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams of events that are open, so that they can be ended together. Safe for many threads. */
final class EventStreams {
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    void opened(EventStream stream) {
        open.add(stream);
    }

    void closed(EventStream stream) {
        open.remove(stream);
    }

    /** Ends each after the event that it tells. */
    void end() {
        open.forEach(EventStream::end);
    }
}
