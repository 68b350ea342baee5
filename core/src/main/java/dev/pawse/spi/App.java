package dev.pawse.spi;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One app at one moment, as its provider reports it. Immutable.
 *
 * @param id who it is
 * @param state what it was doing
 * @param endpoints where its web processes answer, {@code http} or {@code https} with host and port and without a path;
 *     several share the requests; empty when it answers nowhere (now, or ever: a worker)
 * @param upstreamHost the host name by which the endpoints tell the app from others, where they do, e.g. those of a load balancer:
 *     requests carry it in {@code Host}, and TLS asks for it; null for the endpoints' own
 * @param hosts the host names under which people reach it, lower case, without port; a leading {@code *.} is a wildcard
 * @param formation its process types
 * @param links the apps that must run before this one does
 * @param healthPath the path whose answer tells that it is ready, or null when any answer does
 * @param alwaysOn true for an app that is only routed to: it can be neither stopped nor started
 * @param claimed false for what its provider takes for an app by a convention alone, e.g. a cluster that nobody said anything about:
 *     people may use it as an app, but it is never put to rest by itself unless the list of managed apps names it
 * @param details what else the platform knows, for people to read; {@code url}, {@code region}, {@code deployedAt} and
 *     {@code logsUrl}, the platform's own page of the app's logs, are words that commands look for
 */
public record App(
        AppId id,
        AppState state,
        List<URI> endpoints,
        @Nullable String upstreamHost,
        Set<String> hosts,
        Formation formation,
        Set<AppId> links,
        @Nullable String healthPath,
        boolean alwaysOn,
        boolean claimed,
        Map<String, String> details) {

    public App {
        endpoints = List.copyOf(endpoints);
        hosts = Set.copyOf(hosts);
        links = Set.copyOf(links);
        details = Map.copyOf(details);
    }

    /** Starts an app of which nothing is known but its id. */
    public static Builder builder(AppId id) {
        return new Builder(id);
    }

    /** Starts from this app. */
    public Builder toBuilder() {
        return new Builder(id)
                .state(state)
                .endpoints(endpoints)
                .upstreamHost(upstreamHost)
                .hosts(hosts)
                .formation(formation)
                .links(links)
                .healthPath(healthPath)
                .alwaysOn(alwaysOn)
                .claimed(claimed)
                .details(details);
    }

    /** Collects the parts of an {@link App}. Not safe for several threads. */
    public static final class Builder {
        private final AppId id;
        private AppState state = AppState.UNKNOWN;
        private List<URI> endpoints = List.of();
        private @Nullable String upstreamHost;
        private Set<String> hosts = Set.of();
        private Formation formation = Formation.empty();
        private Set<AppId> links = Set.of();
        private @Nullable String healthPath;
        private boolean alwaysOn;
        private boolean claimed = true;
        private Map<String, String> details = Map.of();

        private Builder(AppId id) {
            this.id = id;
        }

        public Builder state(AppState value) {
            state = value;
            return this;
        }

        public Builder endpoints(List<URI> value) {
            endpoints = List.copyOf(value);
            return this;
        }

        public Builder upstreamHost(@Nullable String value) {
            upstreamHost = value;
            return this;
        }

        public Builder hosts(Set<String> value) {
            hosts = new TreeSet<>(value);
            return this;
        }

        public Builder formation(Formation value) {
            formation = value;
            return this;
        }

        public Builder links(Set<AppId> value) {
            links = new TreeSet<>(value);
            return this;
        }

        public Builder healthPath(@Nullable String value) {
            healthPath = value;
            return this;
        }

        public Builder alwaysOn(boolean value) {
            alwaysOn = value;
            return this;
        }

        public Builder claimed(boolean value) {
            claimed = value;
            return this;
        }

        public Builder details(Map<String, String> value) {
            details = new TreeMap<>(value);
            return this;
        }

        public App build() {
            return new App(
                    id,
                    state,
                    endpoints,
                    upstreamHost,
                    hosts,
                    formation,
                    links,
                    healthPath,
                    alwaysOn,
                    claimed,
                    details);
        }
    }
}
