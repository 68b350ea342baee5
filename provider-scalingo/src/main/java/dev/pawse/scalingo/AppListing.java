package dev.pawse.scalingo;

import dev.pawse.spi.Urgency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The apps of one region by the one call that tells them all, {@code GET /apps}. Many who look at the same time share an answer: one
 * that was asked for within the last two seconds and after our own last write, so that any number of apps can be waited for at the
 * price of one call in two seconds.
 */
final class AppListing {
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Region region;
    private final Clock clock;
    /** One for each urgency: a wake never waits behind a sweep that waits for its turn. */
    private final Map<Urgency, ReentrantLock> asking = new EnumMap<>(Urgency.class);

    private @Nullable Look last;
    private Instant written = Instant.MIN;

    AppListing(Region region, Clock clock) {
        this.region = region;
        this.clock = clock;
        for (Urgency urgency : Urgency.values()) {
            asking.put(urgency, new ReentrantLock());
        }
    }

    private record Look(List<PlatformApp> apps, Instant asked) {}

    Region region() {
        return region;
    }

    /** All apps of the region, two seconds old at most. */
    List<PlatformApp> apps() {
        Look known = fresh();
        if (known != null) {
            return known.apps;
        }
        ReentrantLock turn = asking.getOrDefault(Urgency.current(), new ReentrantLock());
        turn.lock();
        try {
            known = fresh();
            return known == null ? ask() : known.apps;
        } finally {
            turn.unlock();
        }
    }

    /** The apps as they were last seen, however long ago; empty when nobody has looked yet. */
    synchronized List<PlatformApp> last() {
        return last == null ? List.of() : last.apps;
    }

    /** An app was changed by us: whatever was asked before may not show it. */
    synchronized void changed() {
        written = clock.instant();
    }

    private List<PlatformApp> ask() {
        Instant asked = clock.instant();
        List<PlatformApp> apps =
                region.api().get("apps").read(PlatformApp.All.class).apps();
        keep(new Look(apps, asked));
        return apps;
    }

    private synchronized void keep(Look look) {
        if (last == null || look.asked.isAfter(last.asked)) {
            last = look;
        }
    }

    private synchronized @Nullable Look fresh() {
        boolean good =
                last != null && last.asked.isAfter(written) && clock.instant().isBefore(last.asked.plus(FRESH));
        return good ? last : null;
    }
}
