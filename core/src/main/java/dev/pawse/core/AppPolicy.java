package dev.pawse.core;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of one app.
 *
 * @param ignored it is neither stopped nor woken, only forwarded to
 * @param maxIdle how long nobody may use it before it rests; zero: at the first sweep at which nothing is in flight and nothing
 *     was asked since the last one
 * @param linkedApps the names of the apps that must run before it does
 * @param hosts host names in addition to those its provider reports
 * @param wake what a request gets while it wakes
 * @param holdLimit how long a request is held at most
 * @param maxWaiters how many requests are held at most
 * @param probePath the path that tells whether it is ready, or null for the provider's own word
 * @param requiredHooks the before hooks without whose success a transition does not happen
 */
public record AppPolicy(
        boolean ignored,
        Duration maxIdle,
        Set<String> linkedApps,
        Set<String> hosts,
        WakeMode wake,
        Duration holdLimit,
        int maxWaiters,
        @Nullable String probePath,
        Set<dev.pawse.spi.Hook.Point> requiredHooks) {

    public AppPolicy {
        linkedApps = Set.copyOf(linkedApps);
        hosts = Set.copyOf(hosts);
        requiredHooks = Set.copyOf(requiredHooks);
    }

    /** What a request gets while its app wakes. */
    public enum WakeMode {
        /** A browser's navigation gets the waiting page, everything else is held. */
        AUTO,
        /** Whoever accepts HTML gets the waiting page. */
        PAGE,
        /** Everything is held. */
        HOLD,
        /** Nothing wakes it: a request to it while it rests is answered with 503. */
        NEVER
    }
}
