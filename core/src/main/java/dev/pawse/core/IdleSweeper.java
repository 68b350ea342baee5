package dev.pawse.core;

import dev.pawse.core.Decisions.Decided;
import dev.pawse.core.Decisions.LastSweep;
import dev.pawse.core.Sightings.Sighting;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Registry.Entry;
import dev.pawse.spi.Registry.Usage;
import dev.pawse.spi.Urgency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over all apps: asks the providers, takes over what changed, closes open intents, stops what is idle. Passes never overlap.
 * One process at a time stops apps, the one with the lease {@code sweep}; the others only look. Blocks.
 */
final class IdleSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(IdleSweeper.class);
    private static final int AT_ONCE = 8;
    private static final long PATIENCE_MINUTES = 5;

    private final Parts parts;
    private final Lifecycle lifecycle;
    private final AppDirectory directory;
    private final Listings listings;
    private final Reconciler reconciler;
    private final OpenIntents intents;
    private final Decisions decisions;
    private final ReentrantLock pass = new ReentrantLock();
    private final Set<String> cyclesTold = new HashSet<>();
    private volatile LastSweep last;
    private boolean started;

    IdleSweeper(Parts parts, Lifecycle lifecycle, AppDirectory directory) {
        this.parts = parts;
        this.lifecycle = lifecycle;
        this.directory = directory;
        listings = new Listings(parts.providers(), parts.blocking(), parts.nanoTime());
        reconciler = new Reconciler(parts, lifecycle);
        intents = new OpenIntents(parts, lifecycle);
        decisions = new Decisions(parts, lifecycle);
        last = new LastSweep(parts.nanos(), Map.of());
    }

    /** Looks, and stops nothing; what a process before left half done is finished or undone. */
    void discover() {
        pass.lock();
        try {
            Urgency.SWEEP.run(this::look);
            started = true;
        } finally {
            pass.unlock();
        }
    }

    /** Looks, and stops what is idle. Does nothing while another pass goes on. */
    void sweep() {
        if (!pass.tryLock()) {
            LOG.debug("the last sweep still goes on, this one is left out");
            return;
        }
        try {
            Urgency.SWEEP.run(() -> {
                look();
                rest();
            });
        } finally {
            pass.unlock();
        }
    }

    /**
     * What the next sweep would do by what is known now. Asks the providers and changes nothing; an engine that was not started does
     * not even tell others that it is there.
     */
    List<Decision> plan() {
        pass.lock();
        try {
            return decisions.all(observe(), last).stream()
                    .map(Decided::decision)
                    .sorted((a, b) -> a.app().compareTo(b.app()))
                    .toList();
        } finally {
            pass.unlock();
        }
    }

    private Map<AppId, Usage> observe() {
        if (started) {
            reconcile();
            return usage().orElse(Map.of());
        }
        parts.fleet().restore();
        reconciler.observe(listings.take());
        return parts.fleet().told();
    }

    private void look() {
        Optional<List<Entry>> told = reconcile();
        if (!parts.dryRun()) {
            told.ifPresent(intents::close);
        }
        Map<AppId, Set<String>> hosts = new HashMap<>();
        for (Sighting sighting : parts.sightings().all()) {
            hosts.put(sighting.app().id(), Set.copyOf(sighting.app().hosts()));
        }
        directory.replace(hosts);
        hosts.keySet().forEach(this::tellCycle);
    }

    private void tellCycle(AppId id) {
        parts.links().cycle(id).ifPresent(cycle -> {
            String members =
                    cycle.stream().sorted().distinct().map(AppId::toString).collect(Collectors.joining(" "));
            if (cyclesTold.add(members)) {
                LOG.error("linked apps go round in a circle, none of them is woken: {}", LinkedApps.text(cycle));
            }
        });
    }

    /** Takes over what the platforms tell; gives what the registry remembers, or nothing when it cannot be asked. */
    private Optional<List<Entry>> reconcile() {
        Optional<List<Entry>> told = Optional.empty();
        try {
            told = Optional.of(parts.ledger().entries());
        } catch (PawseException e) {
            away("the registry cannot be asked", e);
        }
        Map<AppId, Entry> entries = told.orElseGet(parts.ledger()::remembered).stream()
                .collect(Collectors.toMap(Entry::app, entry -> entry));
        reconciler.take(listings.take(), entries, told.isEmpty());
        return told;
    }

    private void rest() {
        long begun = parts.nanos();
        Map<AppId, Long> uses = new HashMap<>();
        parts.sightings().all().forEach(sighting -> {
            AppId id = sighting.app().id();
            uses.put(id, parts.activity().uses(id));
        });
        if (parts.dryRun()) {
            decisions.all(usage().orElse(Map.of()), last).stream()
                    .filter(Decided::rests)
                    .forEach(decided -> LOG.info(
                            "{} would be stopped: {}",
                            decided.decision().app(),
                            decided.decision().why()));
        } else {
            asLeader();
        }
        last = new LastSweep(begun, Map.copyOf(uses));
    }

    private void asLeader() {
        try (Leases.Held lease = parts.leases().take("sweep").orElse(null)) {
            Optional<Map<AppId, Usage>> usage = usage();
            if (lease == null || usage.isEmpty() || !parts.registry().isSettled()) {
                LOG.debug("this process stops nothing in this sweep");
                return;
            }
            Set<AppId> tried = new HashSet<>();
            List<Decided> ready = ready(usage.get(), tried);
            while (!ready.isEmpty() && lease.held()) {
                ready.forEach(decided -> tried.add(decided.decision().app()));
                together(ready, lease);
                ready = ready(usage.get(), tried);
            }
        } catch (PawseException e) {
            away("nothing is stopped, the registry cannot be asked", e);
        }
    }

    /** Those that can be stopped now, a few at once: none of them is needed by another that still runs. */
    private List<Decided> ready(Map<AppId, Usage> usage, Set<AppId> tried) {
        List<Decided> resting = decisions.all(usage, last).stream()
                .filter(decided ->
                        decided.rests() && !tried.contains(decided.decision().app()))
                .toList();
        Set<AppId> ids =
                resting.stream().map(decided -> decided.decision().app()).collect(Collectors.toSet());
        List<Decided> ready = new ArrayList<>();
        for (Decided decided : resting) {
            boolean needed =
                    parts.links().dependents(decided.decision().app()).stream().anyMatch(ids::contains);
            if (!needed && ready.size() < AT_ONCE) {
                ready.add(decided);
            }
        }
        return ready;
    }

    private void together(List<Decided> ready, Leases.Held lease) {
        CompletableFuture<?>[] stops = ready.stream()
                .map(decided -> CompletableFuture.runAsync(
                        () -> Urgency.SWEEP.run(() -> rest(decided, lease)), parts.blocking()))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(stops).get(PATIENCE_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            LOG.warn("a stop has not come to its end for {} minutes; the sweep goes on without it", PATIENCE_MINUTES);
        } catch (ExecutionException e) {
            LOG.error("a stop failed as it should not", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest(Decided decided, Leases.Held lease) {
        AppId id = decided.decision().app();
        lifecycle.rest(id, parts.policy(id).maxIdle(), decided.uses(), lease::held);
    }

    private Optional<Map<AppId, Usage>> usage() {
        try {
            return Optional.of(parts.fleet().usage());
        } catch (PawseException e) {
            away("the registry does not tell who uses what", e);
            return Optional.empty();
        }
    }

    private void away(String what, PawseException why) {
        LOG.atLevel(Loudness.of(parts.registry())).log("{}: {}", what, why.message());
    }
}
