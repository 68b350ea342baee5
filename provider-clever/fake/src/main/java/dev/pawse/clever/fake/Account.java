package dev.pawse.clever.fake;

import dev.pawse.testkit.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A user, an organisation of theirs, and the apps of both. Safe for many threads. */
final class Account {
    final String user = "user_" + UUID.randomUUID();
    final String organisation = "orga_" + UUID.randomUUID();
    /** One that the user may see and not look into. */
    final String closed = "orga_" + UUID.randomUUID();

    private final List<HostedApp> apps = new CopyOnWriteArrayList<>();
    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

    void add(HostedApp app) {
        apps.add(app);
    }

    void remove(HostedApp app) {
        apps.remove(app);
        app.close();
    }

    List<HostedApp> apps() {
        return List.copyOf(apps);
    }

    List<HostedApp> apps(String owner) {
        return apps.stream().filter(app -> app.owner().equals(owner)).toList();
    }

    HostedApp named(String name) {
        return apps.stream()
                .filter(app -> app.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no app " + name));
    }

    /** The SSH keys of the user by their names. */
    Map<String, String> keys() {
        return keys;
    }

    /** Lets the user see an owner's apps in the summary and no more. */
    void forbid(String owner) {
        forbidden.add(owner);
    }

    /** The owner that a call names. */
    String owner(ApiRequest request) {
        String owner = request.segment("owner");
        if (forbidden.contains(owner)) {
            throw new Refusal(403, 6451, "You don't have enough rights to do that");
        }
        if (!List.of(user, organisation, closed).contains(owner)) {
            throw Refusal.notFound("organisation");
        }
        return owner;
    }

    /** The app that a call names. */
    HostedApp app(ApiRequest request) {
        String owner = owner(request);
        String id = request.segment("app");
        return apps(owner).stream()
                .filter(app -> app.id.equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("application"));
    }

    Database database(String owner, String idOrRealId) {
        return apps(owner).stream()
                .flatMap(app -> app.databases().stream())
                .filter(one -> one.id.equals(idOrRealId) || one.realId.equals(idOrRealId))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("addon"));
    }

    Map<String, Object> summary() {
        Map<String, Object> summary = new TreeMap<>();
        summary.put("user", owner(user, "Dev"));
        List<Object> organisations = new ArrayList<>();
        organisations.add(owner(organisation, "Acme"));
        if (!apps(closed).isEmpty()) {
            organisations.add(owner(closed, "Closed"));
        }
        summary.put("organisations", organisations);
        return summary;
    }

    private Object owner(String id, String name) {
        return Json.of(
                "id",
                id,
                "name",
                name,
                "email",
                "dev@example.com",
                "lang",
                "EN",
                "role",
                "ADMIN",
                "applications",
                apps(id).stream().map(Shapes::brief).toList(),
                "addons",
                apps(id).stream()
                        .flatMap(app -> app.databases().stream())
                        .map(one -> Json.of(
                                "id", one.id, "name", one.name, "realId", one.realId, "providerId", "postgresql-addon"))
                        .toList(),
                "consumers",
                List.of(),
                "providers",
                List.of());
    }
}
