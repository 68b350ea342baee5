package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leases that this process holds: renewed by the timer while they are needed, given back at the end. Safe for many threads. */
final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    /** How long a lease is held after its process died. */
    static final Duration TTL = Duration.ofSeconds(15);

    private final Registry registry;
    private final Set<Held> open = ConcurrentHashMap.newKeySet();

    Leases(Registry registry) {
        this.registry = registry;
    }

    /** As {@link #take(String)}, the one under which an app is started or stopped. */
    Optional<Held> take(AppId app) {
        return take(Registry.leaseOf(app));
    }

    /**
     * Takes a lease if nobody holds it. Blocks.
     *
     * @throws PawseException when the registry cannot be asked
     */
    Optional<Held> take(String name) {
        return registry.acquire(name, TTL).map(lease -> {
            Held held = new Held(name, lease);
            open.add(held);
            return held;
        });
    }

    /** Holds every lease for another full time; called by the timer every few seconds. Blocks. */
    void renew() {
        for (Held held : open) {
            try {
                if (!held.lease.renew()) {
                    LOG.warn("the lease {} was lost", held.name);
                }
            } catch (RuntimeException e) {
                LOG.atLevel(Loudness.of(registry))
                        .log("the lease {} could not be renewed: {}", held.name, e.toString());
            }
        }
    }

    /** Gives every lease back. */
    void close() {
        open.forEach(Held::close);
    }

    /** A lease that is renewed until it is closed. */
    final class Held implements AutoCloseable {
        private final String name;
        private final Lease lease;

        private Held(String name, Lease lease) {
            this.name = name;
            this.lease = lease;
        }

        boolean held() {
            return lease.held();
        }

        long fence() {
            return lease.fence();
        }

        /** Asks the registry whether it is still held, and holds it for another full time. Blocks; fails when it cannot be asked. */
        boolean renew() {
            return lease.renew();
        }

        @Override
        public void close() {
            if (!open.remove(this)) {
                return;
            }
            // A thread that is cut off gives back what it holds all the same: others wait for it.
            boolean interrupted = Thread.interrupted();
            try {
                lease.close();
            } catch (RuntimeException e) {
                LOG.atLevel(Loudness.of(registry))
                        .log("the lease {} could not be given back and runs out by itself: {}", name, e.toString());
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
