package dev.pawse.ecs.fake;

import java.util.ArrayList;
import java.util.List;

/** One stream of a log group. Guarded by its {@link LogGroup}. */
final class LogStreamState {
    private final String name;
    private final long createdAt;
    private final List<LogEvent> events = new ArrayList<>();

    LogStreamState(String name, long createdAt) {
        this.name = name;
        this.createdAt = createdAt;
    }

    String name() {
        return name;
    }

    long createdAt() {
        return createdAt;
    }

    List<LogEvent> events() {
        return events;
    }
}
