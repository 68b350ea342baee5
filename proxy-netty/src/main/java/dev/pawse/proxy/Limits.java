package dev.pawse.proxy;

import java.time.Duration;

/**
 * What a proxy may be told anew while it listens.
 *
 * @param maxWaiters how many requests are held at once for all sleeping apps together
 * @param drainLimit how long requests in flight may take to finish when the proxy stops
 */
record Limits(int maxWaiters, Duration drainLimit) {
    static Limits of(ProxyOptions options) {
        return new Limits(options.maxWaiters(), options.drainLimit());
    }
}
