package dev.pawse.scalingo;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A custom domain of an app; the default one is not among them (developers.scalingo.com, "Domains"). */
record Domain(String name) {
    Domain {
        requireNonNull(name);
    }

    /** The answer that lists them. */
    record All(List<Domain> domains) {
        All {
            domains = List.copyOf(domains);
        }
    }

    static Set<String> names(Place place) {
        Set<String> names = new TreeSet<>();
        place.get("domains")
                .find(All.class)
                .ifPresent(all ->
                        all.domains().forEach(domain -> names.add(domain.name().toLowerCase(Locale.ROOT))));
        return names;
    }
}
