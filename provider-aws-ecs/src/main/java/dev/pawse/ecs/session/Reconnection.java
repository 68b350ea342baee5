package dev.pawse.ecs.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try to connect: a little, then twice as much, and five times at most. Safe for many threads. */
final class Reconnection {
    private static final int TRIES = 5;
    private static final long SHORTEST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5_000;

    private int tried;
    private long millis;

    /** Empty when it was tried often enough. */
    synchronized Optional<Duration> nextWait() {
        if (tried == TRIES) {
            return Optional.empty();
        }
        tried++;
        millis = millis == 0 || millis * 2 > LONGEST_MILLIS ? base() : millis * 2;
        return Optional.of(Duration.ofMillis(millis));
    }

    /** Something came: the next break is another one. */
    synchronized void succeeded() {
        tried = 0;
        millis = 0;
    }

    private static long base() {
        return ThreadLocalRandom.current().nextLong(SHORTEST_MILLIS, 2 * SHORTEST_MILLIS + 1);
    }
}
