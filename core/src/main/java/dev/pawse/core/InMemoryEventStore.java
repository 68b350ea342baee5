package dev.pawse.core;

import dev.pawse.spi.Event;
import dev.pawse.spi.EventStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Keeps the newest events in memory; they are gone with the process. Safe for many threads; never blocks for long. */
public final class InMemoryEventStore implements EventStore {
    /** How many events are kept when nothing is said. */
    public static final int USUAL_CAPACITY = 10_000;

    private final int capacity;
    private final ArrayDeque<Event> newestLast = new ArrayDeque<>();

    public InMemoryEventStore() {
        this(USUAL_CAPACITY);
    }

    /** @param capacity how many events are kept at most, 1 or more */
    public InMemoryEventStore(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: " + capacity + " is below 1");
        }
        this.capacity = capacity;
    }

    @Override
    public synchronized void append(Event event) {
        if (newestLast.size() == capacity) {
            newestLast.removeFirst();
        }
        newestLast.addLast(event);
    }

    @Override
    public synchronized List<Event> recent(int limit) {
        List<Event> newest = new ArrayList<>(Math.min(Math.max(limit, 0), newestLast.size()));
        Iterator<Event> backwards = newestLast.descendingIterator();
        while (backwards.hasNext() && newest.size() < limit) {
            newest.add(backwards.next());
        }
        return newest;
    }
}
