package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which apps must run before an app does: those its platform links it to and those the rules name. Tells from memory; never
 * blocks. A link of an app to itself says nothing and is left out, as a rule's pattern easily matches the app that it names.
 */
final class LinkedApps {
    private final Sightings sightings;
    private final Function<AppId, AppPolicy> policies;
    private final Set<String> providers;

    LinkedApps(Sightings sightings, Function<AppId, AppPolicy> policies, Set<String> providers) {
        this.sightings = sightings;
        this.policies = policies;
        this.providers = providers;
    }

    /** The apps that must run before this one, sorted. */
    Set<AppId> of(AppId id) {
        App app = sightings.app(id);
        Set<String> ruled = policies.apply(id).linkedApps();
        if (ruled.isEmpty() && (app == null || app.links().isEmpty())) {
            return Set.of();
        }
        Set<AppId> links = new TreeSet<>();
        if (app != null) {
            links.addAll(app.links());
        }
        ruled.forEach(name -> links.add(resolve(id, name)));
        links.remove(id);
        return links;
    }

    /** The apps before which this one must run, directly; those of a circle, which says nothing, are left out. */
    List<AppId> dependents(AppId id) {
        return sightings.all().stream()
                .map(sighting -> sighting.app().id())
                .filter(other -> of(other).contains(id) && !needs(id, other))
                .sorted()
                .toList();
    }

    /** The apps before which this one must run, directly or through others. */
    Set<AppId> allDependents(AppId id) {
        return reach(id, this::dependents);
    }

    /**
     * The apps that must run before this one.
     *
     * @throws PawseException {@link Reason#INVALID}, naming the circle, when one of them needs another that needs it
     */
    Set<AppId> withoutCycle(AppId id) {
        Optional<List<AppId>> cycle = cycle(id);
        if (cycle.isPresent()) {
            throw new PawseException(
                    Reason.INVALID, "linked apps go round in a circle: " + text(cycle.get()) + "; take one link away");
        }
        return of(id);
    }

    /** A circle that can be reached from this app, if there is one: its first member is also its last. */
    Optional<List<AppId>> cycle(AppId id) {
        return Optional.ofNullable(search(id, new ArrayList<>(), new HashSet<>()));
    }

    /** A circle as people read it. */
    static String text(List<AppId> cycle) {
        return cycle.stream().map(AppId::toString).collect(Collectors.joining(" > "));
    }

    private boolean needs(AppId id, AppId other) {
        return reach(id, this::of).contains(other);
    }

    private static Set<AppId> reach(AppId from, Function<AppId, ? extends Collection<AppId>> step) {
        Set<AppId> found = new LinkedHashSet<>();
        Deque<AppId> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            for (AppId next : step.apply(open.pop())) {
                if (found.add(next)) {
                    open.push(next);
                }
            }
        }
        return found;
    }

    private @Nullable List<AppId> search(AppId id, List<AppId> path, Set<AppId> done) {
        int at = path.indexOf(id);
        if (at >= 0) {
            List<AppId> cycle = new ArrayList<>(path.subList(at, path.size()));
            cycle.add(id);
            return cycle;
        }
        if (!done.add(id)) {
            return null;
        }
        path.add(id);
        for (AppId link : of(id)) {
            List<AppId> cycle = search(link, path, done);
            if (cycle != null) {
                return cycle;
            }
        }
        path.remove(path.size() - 1);
        return null;
    }

    private AppId resolve(AppId from, String name) {
        int slash = name.indexOf('/');
        if (slash > 0 && slash < name.length() - 1 && providers.contains(name.substring(0, slash))) {
            return AppId.parse(name);
        }
        AppId sameName = new AppId(from.provider(), name);
        if (sightings.app(sameName) != null) {
            return sameName;
        }
        return sightings.all().stream()
                .map(sighting -> sighting.app().id())
                .filter(id -> id.provider().equals(from.provider())
                        && name.equals(policies.apply(id).displayName()))
                .sorted()
                .findFirst()
                .orElse(sameName);
    }
}
