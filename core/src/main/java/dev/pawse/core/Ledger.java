package dev.pawse.core;

import dev.pawse.spi.AppId;
import dev.pawse.spi.Formation;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Registry;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Stage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry's entries as the engine writes and reads them: a formation that is not zero is never overwritten by one that is, and
 * what was last read is there while the registry is away. Blocks as long as the registry does.
 */
final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int TRIES = 8;

    private final Registry registry;
    private final Clock clock;
    private final ConcurrentHashMap<AppId, Entry> known = new ConcurrentHashMap<>();

    Ledger(Registry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Every entry. Fails when the registry cannot be asked. */
    List<Entry> entries() {
        List<Entry> entries = registry.entries();
        entries.forEach(entry -> known.put(entry.app(), entry));
        return registry.isSettled() ? entries : withLost(entries);
    }

    /** A registry that lost what it kept gets back what this process remembers: of apps that sleep, nobody else knows what ran. */
    private List<Entry> withLost(List<Entry> entries) {
        Set<AppId> there = entries.stream().map(Entry::app).collect(Collectors.toSet());
        List<Entry> all = new ArrayList<>(entries);
        for (Entry lost : known.values()) {
            if (!there.contains(lost.app())) {
                registry.compareAndSet(0, lost).ifPresent(stored -> {
                    LOG.info(
                            "{}: the registry had lost its entry, it is {} again",
                            stored.app(),
                            stored.stage().label());
                    known.put(stored.app(), stored);
                    all.add(stored);
                });
            }
        }
        return all;
    }

    /** Every entry as it was last known, for the time while the registry cannot be asked. */
    List<Entry> remembered() {
        return List.copyOf(known.values());
    }

    /** Remembers here alone what runs of an app, while the registry cannot be told. */
    void suppose(AppId id, Formation formation) {
        known.compute(id, (key, old) -> {
            long epoch = old == null ? 0 : old.epoch();
            return new Entry(id, epoch, Stage.AWAKE, formation, clock.instant());
        });
    }

    /** The entry of an app; what was last known of it when the registry cannot be asked. */
    Optional<Entry> recall(AppId id) {
        try {
            return read(id);
        } catch (PawseException e) {
            LOG.atLevel(Loudness.of(registry))
                    .log("{}: the registry cannot be asked, what was last known of it counts: {}", id, e.message());
            return Optional.ofNullable(known.get(id));
        }
    }

    /** The entry of an app. Fails when the registry cannot be asked. */
    Optional<Entry> read(AppId id) {
        Optional<Entry> entry = registry.entry(id);
        entry.ifPresent(found -> known.put(id, found));
        return entry;
    }

    /**
     * Writes an app's stage over whatever is there. Fails when the registry cannot be asked.
     *
     * @param formation what must run again; one of zero leaves what was remembered
     */
    Entry write(AppId id, Stage stage, Formation formation) {
        for (int i = 0; i < TRIES; i++) {
            Optional<Entry> stored = replace(id, read(id), stage, formation, Registry.UNFENCED);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        throw new PawseException(Reason.CONFLICT, id + ": others write its entry without end");
    }

    /**
     * Writes an app's stage unless somebody wrote since {@code old} was read, or got the app's lease after the writer. Fails when the
     * registry cannot be asked.
     *
     * @param fence that of the app's lease, or {@link Registry#UNFENCED}
     */
    Optional<Entry> replace(AppId id, Optional<Entry> old, Stage stage, Formation formation, long fence) {
        Formation kept = formation.isZero() ? old.map(Entry::formation).orElse(formation) : formation;
        long epoch = old.map(Entry::epoch).orElse(0L);
        Optional<Entry> stored =
                registry.compareAndSet(epoch, new Entry(id, epoch + 1, stage, kept, clock.instant()), fence);
        stored.ifPresent(entry -> known.put(id, entry));
        return stored;
    }

    /** As {@link #write}, and a registry that cannot be asked is survived. */
    void note(AppId id, Stage stage, Formation formation) {
        try {
            write(id, stage, formation);
        } catch (PawseException e) {
            LOG.atLevel(Loudness.of(registry))
                    .log("{}: that it is {} could not be written down: {}", id, stage.label(), e.message());
        }
    }

    /** Forgets an app. Fails when the registry cannot be asked. */
    void forget(AppId id) {
        Optional<Entry> entry = read(id);
        known.remove(id);
        if (entry.isPresent()) {
            registry.remove(id, entry.get().epoch());
        }
    }
}
