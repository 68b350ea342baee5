package dev.pawse.redis;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a Redis is worth asking: open after three failures in a row, closed by the first success. Safe for many threads; never waits. */
final class Circuit {
    private static final Logger LOG = LoggerFactory.getLogger(Circuit.class);
    private static final int FAILURES = 3;

    private final String name;
    private int failures;
    private volatile @Nullable String open;

    /** @param name whom it is about, e.g. {@code the registry at 10.0.0.7:6379} */
    Circuit(String name) {
        this.name = name;
    }

    /** Why nobody should ask now; empty while it is closed. */
    Optional<String> trouble() {
        return Optional.ofNullable(open);
    }

    void succeeded() {
        if (failures == 0 && open == null) {
            return;
        }
        synchronized (this) {
            failures = 0;
            if (open != null) {
                open = null;
                LOG.info("{} answers again", name);
            }
        }
    }

    /** @param why what happened, to go on after the name */
    synchronized void failed(String why) {
        failures++;
        if (failures >= FAILURES) {
            open(why);
        }
    }

    /** As three failures: there is nobody who could be asked. */
    synchronized void broke(String why) {
        failures = FAILURES;
        open(why);
    }

    private void open(String why) {
        if (open == null) {
            LOG.warn("{} {}; it is asked once a second until it answers again", name, why);
        }
        open = name + " " + why;
    }
}
