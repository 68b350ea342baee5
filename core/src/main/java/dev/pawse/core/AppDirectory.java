package dev.pawse.core;

import dev.pawse.spi.AppId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells from memory which app a host name belongs to. Reading never blocks and may happen on an event loop; what is read is
 * an immutable snapshot that {@link #replace} swaps whole.
 *
 * <p>An exact name wins over a wildcard, a longer wildcard over a shorter one; the first label of a host is tried last, as
 * the app's own name.
 */
public final class AppDirectory {
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of(), Map.of());

    /**
     * The app of a host name, or null when there is none. Never blocks.
     *
     * @param host lower case, without port and without a trailing dot
     */
    public @Nullable AppId find(String host) {
        Snapshot now = snapshot;
        AppId exact = now.exact.get(host);
        if (exact != null) {
            return exact;
        }
        int dot = host.indexOf('.');
        for (int at = dot; at >= 0 && !now.wildcards.isEmpty(); at = host.indexOf('.', at + 1)) {
            AppId wild = now.wildcards.get(host.substring(at));
            if (wild != null) {
                return wild;
            }
        }
        return now.names.get(dot < 0 ? host : host.substring(0, dot));
    }

    /** Replaces all that is known. Where two apps claim one name, the one that sorts first keeps it. */
    public void replace(Map<AppId, Set<String>> hostsByApp) {
        Map<String, AppId> exact = new HashMap<>();
        Map<String, AppId> wildcards = new HashMap<>();
        Map<String, AppId> names = new HashMap<>();
        hostsByApp.keySet().stream().sorted().forEach(app -> {
            names.putIfAbsent(app.name().toLowerCase(Locale.ROOT), app);
            for (String host : hostsByApp.getOrDefault(app, Set.of())) {
                if (host.startsWith("*.")) {
                    wildcards.putIfAbsent(host.substring(1), app);
                } else {
                    exact.putIfAbsent(host, app);
                }
            }
        });
        snapshot = new Snapshot(Map.copyOf(exact), Map.copyOf(wildcards), Map.copyOf(names));
    }

    /** Every host name that leads to an app by itself, for people to read. */
    public Collection<String> hosts() {
        return snapshot.exact.keySet();
    }

    private record Snapshot(Map<String, AppId> exact, Map<String, AppId> wildcards, Map<String, AppId> names) {}
}
