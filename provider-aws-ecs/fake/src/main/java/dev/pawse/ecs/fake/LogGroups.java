package dev.pawse.ecs.fake;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The log groups of one account, for the tasks that write to them and for tests. Safe for many threads. */
public final class LogGroups {
    private final Clock clock;
    private final Map<String, LogGroup> groups = new ConcurrentSkipListMap<>();
    private final List<LiveTail> sessions = new CopyOnWriteArrayList<>();

    LogGroups(Clock clock) {
        this.clock = clock;
    }

    /** Makes a group if there is none of that name. */
    public void create(String group) {
        groups.computeIfAbsent(group, name -> new LogGroup(name, clock));
    }

    /** Makes a stream, and its group, if there is none of that name. */
    public void createStream(String group, String stream) {
        create(group);
        require(group).stream(stream);
    }

    /** Somebody deletes a group. */
    public void delete(String group) {
        groups.remove(group);
    }

    /** Writes a line of now, and makes the group and the stream if need be. */
    public void write(String group, String stream, String message) {
        write(group, stream, clock.millis(), message);
    }

    /**
     * Writes a line that arrives now.
     *
     * @param timestamp when it was written, in milliseconds since 1970
     */
    public void write(String group, String stream, long timestamp, String message) {
        create(group);
        require(group).write(stream, timestamp, message);
    }

    /** The lines of a stream, the oldest first. */
    public List<String> lines(String group, String stream) {
        return find(group).stream()
                .flatMap(one -> one.events(stream::equals).stream())
                .map(LogEvent::message)
                .toList();
    }

    /** How many follow a group by Live Tail now. */
    public int followers(String group) {
        return find(group).map(LogGroup::listeners).orElse(0);
    }

    /** Every Live Tail session ends, as each does after three hours. */
    public void endLiveTails() {
        sessions.forEach(LiveTail::timeOut);
    }

    /** Every connection of a Live Tail session breaks. */
    public void cutLiveTails() {
        sessions.forEach(LiveTail::cut);
    }

    void add(LiveTail session) {
        sessions.add(session);
    }

    void remove(LiveTail session) {
        sessions.remove(session);
    }

    List<LogGroup> all() {
        return List.copyOf(groups.values());
    }

    Optional<LogGroup> find(String group) {
        return Optional.ofNullable(groups.get(group));
    }

    LogGroup require(String group) {
        return find(group)
                .orElseThrow(() -> new Refusal("ResourceNotFoundException", "The specified log group does not exist."));
    }
}
