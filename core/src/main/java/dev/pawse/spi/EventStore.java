package dev.pawse.spi;

import java.util.List;

/** Keeps the newest events. Bounded; safe for many threads; {@code append} may block, never for long. */
public interface EventStore extends AutoCloseable {
    /** Adds an event; when the store is full the oldest one goes. */
    void append(Event event);

    /**
     * The newest events, newest first.
     *
     * @param limit how many at most, 1 or more
     */
    List<Event> recent(int limit);

    @Override
    default void close() {}
}
