package dev.pawse.redis;

import dev.pawse.spi.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The newest events of this process in memory: those that wait to be written, and behind them those that were. Bounded; safe for many threads. */
final class EventBacklog {
    private final int capacity;
    private final String writer;
    private final ArrayDeque<Item> waiting = new ArrayDeque<>();
    private final ArrayDeque<Item> written = new ArrayDeque<>();
    private long number;
    private long dropped;
    private boolean closed;

    /**
     * @param capacity how many events it keeps
     * @param writer names this process's events among those of others
     */
    EventBacklog(int capacity, String writer) {
        this.capacity = capacity;
        this.writer = writer;
    }

    /** An event with a number of its own, which rises. */
    record Item(String writer, long number, Event event) {
        /** No other event has it, and this one keeps it when it is written twice. */
        String id() {
            return writer + "-" + number;
        }
    }

    /**
     * Adds an event; never waits.
     *
     * @return whether an event that had not been written was dropped for it
     */
    synchronized boolean add(Event event) {
        boolean full = waiting.size() + written.size() == capacity && written.pollFirst() == null;
        if (full) {
            waiting.removeFirst();
            dropped++;
        }
        waiting.addLast(new Item(writer, ++number, event));
        notifyAll();
        return full;
    }

    /** Waits for events to write, the oldest first; empty once this is closed and none is left. */
    synchronized List<Item> next(int most) throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        List<Item> batch = new ArrayList<>(Math.min(most, waiting.size()));
        Iterator<Item> oldest = waiting.iterator();
        while (oldest.hasNext() && batch.size() < most) {
            batch.add(oldest.next());
        }
        return batch;
    }

    /** The events of a batch are in the store now. */
    synchronized void wrote(List<Item> batch) {
        long last = batch.get(batch.size() - 1).number();
        // What was dropped meanwhile is no longer there to be moved.
        while (!waiting.isEmpty() && waiting.getFirst().number() <= last) {
            written.addLast(waiting.removeFirst());
        }
    }

    /** Waits before the next try; returns at once when this is closed. */
    synchronized void pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** What waits to be written, newest first. */
    synchronized List<Item> unwritten() {
        return newestFirst(waiting);
    }

    /** Everything that is remembered, newest first. */
    synchronized List<Item> all() {
        List<Item> all = newestFirst(waiting);
        all.addAll(newestFirst(written));
        return all;
    }

    /** The highest number of an event of ours among these ids; 0 when none is ours. */
    long newestOf(Collection<String> ids) {
        long newest = 0;
        for (String id : ids) {
            String number = id.startsWith(writer + "-") ? id.substring(writer.length() + 1) : "";
            if (number.matches("\\d{1,18}")) {
                newest = Math.max(newest, Long.parseLong(number));
            }
        }
        return newest;
    }

    /** How many events were dropped before they were written since the last time this was asked. */
    synchronized long takeDropped() {
        long count = dropped;
        dropped = 0;
        return count;
    }

    /** Nobody waits here any longer. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private static List<Item> newestFirst(ArrayDeque<Item> items) {
        List<Item> newest = new ArrayList<>(items.size());
        items.descendingIterator().forEachRemaining(newest::add);
        return newest;
    }
}
