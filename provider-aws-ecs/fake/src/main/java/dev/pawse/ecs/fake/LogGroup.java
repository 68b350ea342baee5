package dev.pawse.ecs.fake;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A log group with its streams, and who listens to it now. Safe for many threads. */
final class LogGroup {
    private final String name;
    private final long createdAt;
    private final Clock clock;
    private final Map<String, LogStreamState> streams = new TreeMap<>();
    private final List<Consumer<LogEvent>> listeners = new CopyOnWriteArrayList<>();
    private long lastId;

    LogGroup(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
        createdAt = clock.millis();
    }

    String name() {
        return name;
    }

    long createdAt() {
        return createdAt;
    }

    synchronized void stream(String stream) {
        streams.computeIfAbsent(stream, absent -> new LogStreamState(absent, clock.millis()));
    }

    synchronized boolean hasStream(String stream) {
        return streams.containsKey(stream);
    }

    /** The streams in the order of their names. */
    synchronized Collection<LogStreamState> streams() {
        return List.copyOf(streams.values());
    }

    /** Adds a line to a stream, which is made if need be. */
    void write(String stream, long timestamp, String message) {
        LogEvent event;
        synchronized (this) {
            stream(stream);
            event = new LogEvent(++lastId, stream, timestamp, clock.millis(), message);
            Optional.ofNullable(streams.get(stream))
                    .ifPresent(one -> one.events().add(event));
        }
        listeners.forEach(listener -> listener.accept(event));
    }

    /** The events of the streams that fit, by time and then by arrival. */
    synchronized List<LogEvent> events(Predicate<String> which) {
        List<LogEvent> found = new ArrayList<>();
        streams.values().stream().filter(one -> which.test(one.name())).forEach(one -> found.addAll(one.events()));
        found.sort(Comparator.comparingLong(LogEvent::timestamp).thenComparingLong(LogEvent::id));
        return found;
    }

    /** When the last line of a stream was written, in milliseconds; 0 for none. */
    synchronized long lastEvent(String stream) {
        LogStreamState state = streams.get(stream);
        return state == null
                ? 0
                : state.events().stream().mapToLong(LogEvent::timestamp).max().orElse(0);
    }

    void listen(Consumer<LogEvent> listener) {
        listeners.add(listener);
    }

    void leave(Consumer<LogEvent> listener) {
        listeners.remove(listener);
    }

    int listeners() {
        return listeners.size();
    }
}
