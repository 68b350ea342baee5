package dev.pawse.ecs;

import dev.pawse.spi.PawseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what was begun: once a woken service runs, its scaling is restored and its memory erased, and an app that was left half stopped or
 * half woken is woken whole. It acts at looks, because whoever began it may not be there any more. Safe for many threads.
 */
final class Wakes {
    private static final Logger LOG = LoggerFactory.getLogger(Wakes.class);
    /** A rest takes a few calls: one that was begun so long ago and is not complete was given up. */
    private static final Duration REST_TAKES = Duration.ofMinutes(1);

    private final ServiceChanges changes;
    private final LinkedDatabases databases;
    private final Clock clock;
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Set<String> resting = ConcurrentHashMap.newKeySet();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    Wakes(ServiceChanges changes, LinkedDatabases databases, Clock clock) {
        this.changes = changes;
        this.databases = databases;
        this.clock = clock;
    }

    /** An app is woken here. */
    void begin(String app) {
        begun.add(app);
    }

    /** An app is put to rest here; looks leave it alone meanwhile. */
    void rests(String app, Runnable task) {
        begun.remove(app);
        resting.add(app);
        try {
            task.run();
        } finally {
            resting.remove(app);
        }
    }

    /** What a look at an app finds to do. Fails never: who only looks may not be allowed to do it. */
    void look(String app, List<AppService> services) {
        boolean isOurs = begun.contains(app);
        List<AppService> remembering = services.stream()
                .filter(service ->
                        service.isCounted() && !RestMemory.of(service).isEmpty())
                .toList();
        boolean up = services.stream()
                .anyMatch(service -> service.isCounted() && service.service().desiredCount() > 0);
        if (resting.contains(app) || !busy.add(app)) {
            return;
        }
        try {
            if (up && !remembering.isEmpty() && (isOurs || isOld(remembering))) {
                wake(app, remembering);
            }
            if (up && isOurs) {
                boolean ready = databases.areReady(app);
                if (ready && remembering.isEmpty()) {
                    begun.remove(app);
                }
            } else if (!up
                    && services.stream().noneMatch(service -> service.service().runningCount() > 0)) {
                databases.stopAgain(app);
            }
        } catch (PawseException e) {
            LOG.warn("{}: its wake is not ended yet: {}", app, e.message());
        } finally {
            busy.remove(app);
        }
    }

    private void wake(String app, List<AppService> remembering) {
        for (AppService service : remembering) {
            Integer count = RestMemory.of(service).count();
            boolean rests = service.service().desiredCount() == 0;
            if (rests && count != null && count > 0) {
                LOG.info("{}: {} was left at 0 while others run, and gets its {} again", app, service.name(), count);
                begun.add(app);
                changes.run(service, count);
            } else if (!rests && service.service().runningCount() > 0) {
                changes.finish(service);
            }
        }
    }

    private boolean isOld(List<AppService> remembering) {
        Instant youngest = Instant.MIN;
        for (AppService service : remembering) {
            Instant since = RestMemory.of(service).since();
            if (since != null && since.isAfter(youngest)) {
                youngest = since;
            }
        }
        return youngest.equals(Instant.MIN) || youngest.plus(REST_TAKES).isBefore(clock.instant());
    }
}
