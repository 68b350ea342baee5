package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of one wake to start its app and to ask its platform how it is, which one process at a time has. Used by one step of a wake
 * at a time; given back by any thread.
 */
final class WakeLease {
    private static final Logger LOG = LoggerFactory.getLogger(WakeLease.class);

    private final Leases leases;
    private final AppId id;
    private volatile Leases.@Nullable Held held;
    private boolean ours;

    WakeLease(Leases leases, AppId id) {
        this.leases = leases;
        this.id = id;
    }

    /** Whether this process has the right; it is not asked for. */
    boolean isOurs() {
        return ours;
    }

    /** Whether this process has the right and every other one knows: not so where the registry could not be asked. */
    boolean isHeld() {
        return held != null;
    }

    /** Whether this process has the right; it gets it if nobody has. Waits for the registry. */
    boolean take() {
        if (!ours) {
            try {
                held = leases.take(id).orElse(null);
                ours = held != null;
            } catch (PawseException e) {
                // Waking is the safe side: without the registry two may start it, and both ask for the same.
                LOG.warn("{} is woken without a lease: {}", id, e.message());
                ours = true;
            }
        }
        return ours;
    }

    /** Gives it back. */
    void release() {
        Leases.Held now = held;
        if (now != null) {
            now.close();
        }
    }
}
