package dev.pawse.core;

import dev.pawse.spi.AppId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells from memory which app a host name belongs to and what the rules say of it. Reading never blocks and may happen on an
 * event loop; what is read is an immutable {@link View} that is swapped whole, when a sweep has looked and when rules are
 * reloaded.
 *
 * <p>An exact name wins over a wildcard, a longer wildcard over a shorter one; the first label of a host is tried last, as
 * the app's own name.
 */
public final class AppDirectory {
    private volatile View view;
    private Map<AppId, Set<String>> reported = Map.of();

    AppDirectory(LiveSettings settings) {
        view = View.of(reported, settings);
    }

    /**
     * The app of a host name, or null when there is none. Never blocks.
     *
     * @param host lower case, without port and without a trailing dot
     */
    public @Nullable AppId find(String host) {
        return view.find(host);
    }

    /** Hosts and rules as they are at this moment, for who asks more than once and must not see half of a change. */
    public View view() {
        return view;
    }

    /** Every host name that leads to an app by itself, for people to read. */
    public Collection<String> hosts() {
        return view.exact.keySet();
    }

    /** Replaces which apps there are, with the hosts that their platforms report. */
    synchronized void replace(Map<AppId, Set<String>> reportedHosts) {
        reported = Map.copyOf(reportedHosts);
        view = View.of(reported, view.settings);
    }

    /** Replaces what is set. */
    synchronized void use(LiveSettings settings) {
        view = View.of(reported, settings);
    }

    LiveSettings settings() {
        return view.settings;
    }

    /** What holds at one moment. Immutable. */
    public static final class View {
        private final Map<String, AppId> exact;
        private final Map<String, AppId> wildcards;
        private final Map<String, AppId> names;
        private final LiveSettings settings;

        private View(
                Map<String, AppId> exact,
                Map<String, AppId> wildcards,
                Map<String, AppId> names,
                LiveSettings settings) {
            this.exact = exact;
            this.wildcards = wildcards;
            this.names = names;
            this.settings = settings;
        }

        /** Where two apps claim one name, the one that sorts first keeps it. */
        private static View of(Map<AppId, Set<String>> reported, LiveSettings settings) {
            Map<String, AppId> exact = new HashMap<>();
            Map<String, AppId> wildcards = new HashMap<>();
            Map<String, AppId> names = new HashMap<>();
            reported.keySet().stream().sorted().forEach(app -> {
                names.putIfAbsent(app.name().toLowerCase(Locale.ROOT), app);
                Set<String> hosts = new LinkedHashSet<>(reported.getOrDefault(app, Set.of()));
                settings.rules().policy(app).hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
                for (String host : hosts) {
                    if (host.startsWith("*.")) {
                        wildcards.putIfAbsent(host.substring(1), app);
                    } else {
                        exact.putIfAbsent(host, app);
                    }
                }
            });
            return new View(Map.copyOf(exact), Map.copyOf(wildcards), Map.copyOf(names), settings);
        }

        /** As {@link AppDirectory#find}. */
        public @Nullable AppId find(String host) {
            AppId known = exact.get(host);
            if (known != null) {
                return known;
            }
            int dot = host.indexOf('.');
            for (int at = dot; at >= 0 && !wildcards.isEmpty(); at = host.indexOf('.', at + 1)) {
                AppId wild = wildcards.get(host.substring(at));
                if (wild != null) {
                    return wild;
                }
            }
            return names.get(dot < 0 ? host : host.substring(0, dot));
        }

        Rules rules() {
            return settings.rules();
        }
    }
}
