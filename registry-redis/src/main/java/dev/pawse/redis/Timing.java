package dev.pawse.redis;

import java.time.Duration;

/**
 * How long things count in the store.
 *
 * @param alive how long a process that fell silent still counts as using its apps
 * @param restated how often a process says again what it is using, whether or not that changed
 * @param settled how long after a loss or a reconnection the store is not relied on: until every process spoke again
 */
record Timing(Duration alive, Duration restated, Duration settled) {
    static final Timing NORMAL = new Timing(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(15));

    /** The longest that any process may be ahead; who says more said so before the store's clock was set back. */
    long mostAheadMillis() {
        return alive.toMillis() * 4;
    }
}
