package dev.pawse.scalingo.fake;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All apps of the account. Safe for many threads. */
final class Estate implements AutoCloseable {
    private final Map<String, HostedApp> apps = new TreeMap<>();

    synchronized void add(HostedApp app) {
        apps.put(key(app.region(), app.name()), app);
    }

    void remove(String region, String name) {
        HostedApp gone;
        synchronized (this) {
            gone = apps.remove(key(region, name));
        }
        if (gone != null) {
            gone.close();
        }
    }

    synchronized List<HostedApp> all() {
        return List.copyOf(apps.values());
    }

    List<HostedApp> in(String region) {
        return all().stream().filter(app -> app.region().equals(region)).toList();
    }

    /** An app by its name or its id. */
    HostedApp app(String region, String nameOrId) {
        return in(region).stream()
                .filter(app -> app.name().equals(nameOrId) || app.id().equals(nameOrId))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("app"));
    }

    @Override
    public void close() {
        all().forEach(HostedApp::close);
    }

    private static String key(String region, String name) {
        return region + ":" + name;
    }
}
