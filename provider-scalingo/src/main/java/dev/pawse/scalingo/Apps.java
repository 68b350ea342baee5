package dev.pawse.scalingo;

import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The account's apps. A look costs one call for each region, and what that does not tell is learned little by little: a sweep makes at
 * most twenty calls more, the most needed first, and takes some twenty seconds for them at most; a command asks for the formations of a
 * dozen apps, and of more only what costs no wait. So 300 apps are swept at 21 calls a minute. Their states are two seconds old at most,
 * and a new app is known by its default and its canonical domain at once; formations and further domains are as old as {@link AppFacts}
 * says, or half an hour where there are so many apps that a sweep cannot ask for all of them in time. A wake asks for no domains.
 *
 * <p>An app is called by its name, and by {@code region:name} where two regions hold the same name.
 */
final class Apps {
    private static final int MOST_CALLS = 20;
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int FEW = 12;
    private static final int SPARE_CALLS = 5;

    private final String provider;
    private final Account account;
    private final List<AppListing> listings;
    private final Map<String, AppFacts> facts = new ConcurrentHashMap<>();

    Apps(String provider, Account account) {
        this.provider = provider;
        this.account = account;
        listings = account.regions().stream()
                .map(region -> new AppListing(region, account.clock()))
                .toList();
    }

    /** An app that was seen and where. */
    private record Seen(AppListing listing, PlatformApp app) {
        Place place() {
            return new Place(listing.region(), app.name());
        }
    }

    List<App> all() {
        List<Seen> seen = listings.stream()
                .flatMap(listing -> listing.apps().stream().map(app -> new Seen(listing, app)))
                .toList();
        facts.keySet().retainAll(seen.stream().map(one -> one.app.id()).collect(Collectors.toSet()));
        seen.forEach(one -> facts(one).see(one.app));
        learn(seen);
        Set<String> names = new HashSet<>();
        Set<String> twice = seen.stream()
                .map(one -> one.app.name())
                .filter(name -> !names.add(name))
                .collect(Collectors.toSet());
        return seen.stream()
                .map(one -> view(one, twice.contains(one.app.name())))
                .toList();
    }

    Optional<App> one(AppId id) {
        if (!id.provider().equals(provider)) {
            return Optional.empty();
        }
        List<Seen> found = named(id.name());
        refuseTwins(id.name(), found);
        return found.stream().findFirst().map(one -> {
            facts(one).see(one.app);
            boolean atLeisure = Urgency.current() != Urgency.WAKE;
            learn(one, atLeisure || !one.app.status().equals("stopped"), atLeisure);
            boolean twin = id.name().indexOf(':') >= 0 && named(one.app.name()).size() > 1;
            return view(one, twin);
        });
    }

    /** The app as the platform tells it now. */
    Optional<PlatformApp> status(Place place) {
        return listing(place).apps().stream()
                .filter(app -> app.name().equals(place.app()))
                .findFirst();
    }

    /**
     * Where an app lives. With one region nobody is asked: whether the app is there its own answers tell.
     *
     * @throws PawseException {@link Reason#NOT_FOUND} when it is nowhere
     */
    Place place(AppId id) {
        if (!id.provider().equals(provider)) {
            throw missing(id);
        }
        if (listings.size() == 1 && id.name().indexOf(':') < 0) {
            return new Place(listings.get(0).region(), id.name());
        }
        List<Seen> found = named(id.name());
        refuseTwins(id.name(), found);
        return found.stream().findFirst().map(Seen::place).orElseThrow(() -> missing(id));
    }

    /** We changed what an app runs; these are its process types now. */
    void scaled(Place place, List<ContainerType> types) {
        listing(place).changed();
        known(place).ifPresent(known -> known.scaled(types, account.clock().instant()));
    }

    /** What we asked of an app came to its end. */
    void settled(Place place, boolean runs) {
        listing(place).changed();
        known(place).ifPresent(known -> known.settled(runs ? "running" : "stopped"));
    }

    private Optional<AppFacts> known(Place place) {
        return listing(place).last().stream()
                .filter(app -> app.name().equals(place.app()))
                .findFirst()
                .map(app -> facts.computeIfAbsent(app.id(), any -> new AppFacts()));
    }

    private List<Seen> named(String name) {
        int colon = name.indexOf(':');
        String region = colon < 0 ? "" : name.substring(0, colon);
        String app = name.substring(colon + 1);
        return listings.stream()
                .filter(listing -> region.isEmpty() || listing.region().name().equals(region))
                .flatMap(listing -> listing.apps().stream()
                        .filter(one -> one.name().equals(app))
                        .map(one -> new Seen(listing, one)))
                .toList();
    }

    private void refuseTwins(String name, List<Seen> found) {
        if (found.size() > 1) {
            throw new PawseException(
                    Reason.INVALID,
                    "'" + name + "' is in several regions; right is "
                            + found.stream()
                                    .map(one -> one.listing.region().name() + ":" + name)
                                    .collect(Collectors.joining(" or ")));
        }
    }

    private void learn(List<Seen> seen) {
        Urgency urgency = Urgency.current();
        if (urgency == Urgency.WAKE) {
            return;
        }
        // A sweep feeds the router, a command shows what runs.
        boolean domainsToo = urgency == Urgency.SWEEP;
        Instant now = account.clock().instant();
        List<Seen> wanting = seen.stream()
                .filter(one -> facts(one).need(one.app, now, domainsToo) > 0)
                .sorted(Comparator.comparing(one -> facts(one).need(one.app, now, domainsToo)))
                .toList();
        boolean patient = domainsToo || wanting.size() <= FEW;
        int calls = 0;
        for (Seen one : wanting) {
            boolean late = account.clock().instant().isAfter(now.plus(LONGEST));
            if (calls >= MOST_CALLS || late || (!patient && account.budget().left() <= SPARE_CALLS)) {
                return;
            }
            learn(one, true, domainsToo);
            calls += domainsToo ? 2 : 1;
        }
    }

    /** Asks for what is not known of an app. */
    private void learn(Seen one, boolean typesToo, boolean domainsToo) {
        Instant now = account.clock().instant();
        AppFacts known = facts(one);
        Place place = one.place();
        if (typesToo) {
            known.learnTypes(
                    one.app,
                    now,
                    () -> place.get("containers")
                            .find(ContainerType.All.class)
                            .map(ContainerType.All::containers)
                            .orElse(List.of()));
        }
        if (domainsToo) {
            known.learnDomains(now, () -> Domain.names(place));
        }
    }

    private App view(Seen one, boolean twin) {
        AppFacts known = facts(one);
        String name = twin ? one.listing.region().name() + ":" + one.app.name() : one.app.name();
        return AppView.of(new AppId(provider, name), one.app, known);
    }

    private AppFacts facts(Seen one) {
        return facts.computeIfAbsent(one.app.id(), any -> new AppFacts());
    }

    private AppListing listing(Place place) {
        return listings.stream()
                .filter(listing -> listing.region().equals(place.region()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no region " + place.region()));
    }

    private static PawseException missing(AppId id) {
        return new PawseException(
                Reason.NOT_FOUND, "there is no app " + id.name().toLowerCase(Locale.ROOT));
    }
}
