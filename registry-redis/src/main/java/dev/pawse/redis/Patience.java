package dev.pawse.redis;

import java.time.Duration;

/**
 * How long one Redis is waited for.
 *
 * @param command how long one command may take; what took longer may have been done all the same
 * @param connection for a connection to be there, and then for its greeting
 * @param first for the very first connection, with all that it takes
 */
record Patience(Duration command, Duration connection, Duration first) {
    static final Patience NORMAL = new Patience(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(3));
}
