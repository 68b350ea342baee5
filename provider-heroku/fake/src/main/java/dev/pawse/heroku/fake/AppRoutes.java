package dev.pawse.heroku.fake;

import dev.pawse.testkit.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The account, its teams, its apps and their domains; and what Heroku's own command line asks for besides. */
final class AppRoutes {
    private final Account account;

    private AppRoutes(Account account) {
        this.account = account;
    }

    static void add(Door door, Account account) {
        AppRoutes routes = new AppRoutes(account);
        door.on(
                "GET",
                "/account",
                200,
                request -> Json.object("email", "dev@example.com", "id", "owner", "name", "Dev"));
        door.free(
                "GET",
                "/account/rate-limits",
                request -> Json.object("remaining", door.limit().left()));
        door.list("/apps", "id", request -> routes.all(null));
        door.list("/users/~/apps", "id", request -> routes.personal());
        door.list("/teams", "id", request -> routes.teams());
        door.list("/teams/{team}/apps", "id", request -> routes.all(request.segment("team")));
        door.on("GET", "/apps/{app}", 200, request -> routes.app(request).json());
        door.on("PATCH", "/apps/{app}", 200, routes::change);
        door.list("/apps/{app}/domains", "id", request -> routes.domains(routes.app(request)));
        door.list("/apps/{app}/collaborators", "id", request -> routes.collaborators(routes.app(request)));
        door.on("GET", "/apps/{app}/pipeline-couplings", 200, request -> {
            throw Refusal.missing("pipeline-coupling");
        });
    }

    private HostedApp app(ApiRequest request) {
        return account.app(request.segment("app"));
    }

    private List<Map<String, @Nullable Object>> all(@Nullable String team) {
        return account.apps.values().stream()
                .filter(app -> team == null || team.equals(app.team))
                .map(app -> {
                    Map<String, @Nullable Object> json = app.json();
                    if (team != null) {
                        json.put("joined", true);
                    }
                    return json;
                })
                .toList();
    }

    private List<Map<String, @Nullable Object>> personal() {
        return account.apps.values().stream()
                .filter(app -> app.team == null)
                .map(HostedApp::json)
                .toList();
    }

    private List<Map<String, @Nullable Object>> teams() {
        return account.apps.values().stream()
                .flatMap(app -> app.team == null ? Stream.of() : Stream.of(app.team))
                .distinct()
                .map(team -> Json.object("id", "team-" + team, "name", team, "role", "admin"))
                .toList();
    }

    private Object change(ApiRequest request) {
        HostedApp app = app(request);
        JsonNode body = Json.read(request.text());
        if (body.has("maintenance")) {
            app.maintenance = body.get("maintenance").asBoolean();
        }
        return app.json();
    }

    private List<Map<String, @Nullable Object>> domains(HostedApp app) {
        List<Map<String, @Nullable Object>> domains = new ArrayList<>();
        for (String host : app.domains) {
            boolean own = domains.isEmpty();
            domains.add(Json.object(
                    "acm_status",
                    null,
                    "acm_status_reason",
                    null,
                    "app",
                    app.reference(),
                    "cname",
                    own ? null : "still-otter-0a1b2c.herokudns.com",
                    "created_at",
                    Json.time(app.createdAt),
                    "hostname",
                    host,
                    "id",
                    "domain-" + host,
                    "kind",
                    own ? "heroku" : "custom",
                    "sni_endpoint",
                    null,
                    "status",
                    "succeeded",
                    "updated_at",
                    Json.time(app.createdAt)));
        }
        return domains;
    }

    private List<Map<String, @Nullable Object>> collaborators(HostedApp app) {
        return List.of(Json.object(
                "app",
                app.reference(),
                "id",
                "collaborator-" + app.id,
                "role",
                "owner",
                "user",
                Json.object("email", "dev@example.com", "id", "owner")));
    }
}
