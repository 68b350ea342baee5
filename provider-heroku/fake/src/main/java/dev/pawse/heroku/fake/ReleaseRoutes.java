package dev.pawse.heroku.fake;

import dev.pawse.testkit.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Config vars and releases: each change of the former makes one of the latter. */
final class ReleaseRoutes {
    private final Account account;

    private ReleaseRoutes(Account account) {
        this.account = account;
    }

    static void add(Door door, Account account) {
        ReleaseRoutes routes = new ReleaseRoutes(account);
        door.on("GET", "/apps/{app}/config-vars", 200, request -> routes.app(request).config);
        door.on("PATCH", "/apps/{app}/config-vars", 200, routes::configure);
        door.list("/apps/{app}/releases", "version", request -> {
            HostedApp app = routes.app(request);
            return app.releases.stream().map(release -> release.json(app)).toList();
        });
        door.on(
                "GET",
                "/apps/{app}/releases/{release}",
                200,
                request -> routes.release(request).json(routes.app(request)));
        door.on("GET", "/apps/{app}/releases/{release}/config-vars", 200, request -> routes.release(request).config);
        door.on("POST", "/apps/{app}/releases", 201, routes::rollback);
    }

    private HostedApp app(ApiRequest request) {
        return account.app(request.segment("app"));
    }

    private FakeRelease release(ApiRequest request) {
        return release(app(request), request.segment("release"));
    }

    private static FakeRelease release(HostedApp app, String idOrVersion) {
        return app.releases.stream()
                .filter(one -> one.id.equals(idOrVersion)
                        || String.valueOf(one.version).equals(idOrVersion))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("release"));
    }

    private Object configure(ApiRequest request) {
        HostedApp app = app(request);
        JsonNode changes = Json.read(request.text());
        List<String> set = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        changes.properties().forEach(entry -> check(app, entry.getKey(), entry.getValue()));
        changes.properties().forEach(entry -> {
            String name = entry.getKey();
            if (entry.getValue().isNull()) {
                if (app.config.remove(name) != null) {
                    removed.add(name);
                }
            } else if (!entry.getValue()
                    .asString()
                    .equals(app.config.put(name, entry.getValue().asString()))) {
                set.add(name);
            }
        });
        if (!set.isEmpty() || !removed.isEmpty()) {
            String what = set.isEmpty() ? "Remove " + String.join(", ", removed) : "Set " + String.join(", ", set);
            app.release(what + " config vars", "succeeded");
            app.restart(null, account.boot);
        }
        return app.config;
    }

    private static void check(HostedApp app, String name, JsonNode value) {
        if (!value.isNull() && !value.isString()) {
            throw Refusal.invalid("Config var " + name + " must be a string.");
        }
        if (app.database != null && app.database.variable.equals(name)) {
            throw Refusal.invalid("Cannot overwrite attachment values " + name + ".");
        }
    }

    private Object rollback(ApiRequest request) {
        HostedApp app = app(request);
        FakeRelease target =
                release(app, Json.read(request.text()).path("release").asString(""));
        app.config.clear();
        app.config.putAll(target.config);
        FakeRelease made = app.release("Rollback to v" + target.version, "succeeded");
        app.restart(null, account.boot);
        return made.json(app);
    }

    /** New code is deployed: a release, and dynos of it. */
    static FakeRelease deploy(HostedApp app, Account account, String description) {
        FakeRelease made = app.release(description, "succeeded");
        app.restart(null, account.boot);
        return made;
    }
}
