package dev.pawse.ecs.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long things take at this AWS, by which clock. Safe for many threads. */
final class Pace {
    private final Clock clock;
    private volatile Duration boot = Duration.ofMillis(40);
    private volatile Duration stop = Duration.ofMillis(20);
    private volatile Duration stale = Duration.ZERO;
    private volatile Duration indexing = Duration.ZERO;
    private volatile Duration database = Duration.ofMillis(100);

    Pace(Clock clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** From a task's creation until it runs. */
    Duration boot() {
        return boot;
    }

    void boot(Duration value) {
        boot = value;
    }

    /** From a task's being asked to stop until it has. */
    Duration stop() {
        return stop;
    }

    void stop(Duration value) {
        stop = value;
    }

    /** How long a look at ECS may tell what was so before a change. */
    Duration stale() {
        return stale;
    }

    void stale(Duration value) {
        stale = value;
    }

    /** How far the index of tags lags behind. */
    Duration indexing() {
        return indexing;
    }

    void indexing(Duration value) {
        indexing = value;
    }

    /** How long a database takes to start or to stop. */
    Duration database() {
        return database;
    }

    void database(Duration value) {
        database = value;
    }

    /** A time as the JSON APIs write it: seconds since 1970. */
    static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }
}
