package dev.pawse.clever.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Apps, their instances and their variables: version 2 of the API. */
final class AppRoutes {
    private static final String OWNER = "/v2/organisations/{owner}";
    private static final String APP = OWNER + "/applications/{app}";

    private final Account account;

    AppRoutes(Account account) {
        this.account = account;
    }

    /** How a route is added: method and pattern, what it does. */
    interface Adder {
        void on(String method, String pattern, ApiServer.Route route);
    }

    void addTo(Adder routes) {
        routes.on("GET", "/v2/summary", request -> Json.ok(account.summary()));
        routes.on(
                "GET",
                "/v2/self",
                request ->
                        Json.ok(Json.of("id", account.user, "name", "Dev", "email", "dev@example.com", "lang", "EN")));
        routes.on("GET", "/v2/self/id", request -> Json.ok(Json.of("id", account.user)));
        routes.on(
                "GET",
                "/v2/self/keys",
                request -> Json.ok(account.keys().entrySet().stream()
                        .map(key -> Json.of("name", key.getKey(), "key", key.getValue(), "fingerprint", ""))
                        .toList()));
        routes.on("PUT", "/v2/self/keys/{name}", this::addKey);
        routes.on(
                "GET",
                OWNER + "/applications",
                request -> Json.ok(account.apps(account.owner(request)).stream()
                        .map(Shapes::whole)
                        .toList()));
        routes.on("GET", APP, ofApp(Shapes::whole));
        routes.on("PUT", APP, this::change);
        routes.on("DELETE", APP, request -> {
            account.remove(account.app(request));
            return Json.success(300, "The application has successfully been deleted.");
        });
        routes.on("GET", APP + "/vhosts", ofApp(Shapes::vhosts));
        routes.on("GET", APP + "/vhosts/favourite", request -> {
            account.app(request);
            throw new Refusal(404, 4021, "No favourite vhost set for this application.");
        });
        routes.on("PUT", APP + "/vhosts/{fqdn}", doing((app, request) -> app.addVhost(request.segment("fqdn"))));
        routes.on("DELETE", APP + "/vhosts/{fqdn}", doing((app, request) -> app.removeVhost(request.segment("fqdn"))));
        routes.on(
                "GET",
                APP + "/instances",
                ofApp(app -> app.machines().stream()
                        .map(one -> Shapes.machine(app, one))
                        .toList()));
        routes.on("POST", APP + "/instances", this::deploy);
        routes.on("DELETE", APP + "/instances", request -> {
            account.app(request).undeploy();
            return Json.success(330, "The application has successfully been stopped.");
        });
        routes.on("GET", APP + "/env", ofApp(app -> Shapes.variables(app.env())));
        routes.on("PUT", APP + "/env", this::replaceVariables);
        routes.on(
                "PUT",
                APP + "/env/{name}",
                doing((app, request) -> app.setEnv(
                        request.segment("name"),
                        Json.MAPPER.readTree(request.body()).path("value").asString(""))));
        routes.on("DELETE", APP + "/env/{name}", doing((app, request) -> app.unsetEnv(request.segment("name"))));
        routes.on("GET", APP + "/exposed_env", ofApp(app -> Map.of()));
        routes.on("GET", APP + "/dependencies", ofApp(app -> List.of()));
        routes.on("GET", APP + "/dependencies/env", ofApp(app -> List.of()));
        routes.on(
                "GET",
                APP + "/addons",
                ofApp(app -> app.databases().stream().map(Shapes::addon).toList()));
        routes.on(
                "GET",
                APP + "/addons/env",
                ofApp(app -> app.databases().stream()
                        .map(one -> Json.of(
                                "addon_id",
                                one.id,
                                "addon_name",
                                one.name,
                                "provider_id",
                                "postgresql-addon",
                                "env",
                                Shapes.variables(one.variables())))
                        .toList()));
        routes.on(
                "GET",
                OWNER + "/addons",
                request -> Json.ok(account.apps(account.owner(request)).stream()
                        .flatMap(app -> app.databases().stream())
                        .map(Shapes::addon)
                        .toList()));
        routes.on(
                "GET",
                OWNER + "/addons/{addon}/env",
                request -> Json.ok(Shapes.variables(account.database(account.owner(request), request.segment("addon"))
                        .variables())));
    }

    private ApiReply addKey(ApiRequest request) {
        account.keys()
                .put(
                        request.segment("name"),
                        Json.MAPPER.readTree(request.body()).asString(""));
        return Json.success(505, "The key has successfully been added.");
    }

    private ApiReply deploy(ApiRequest request) {
        HostedApp app = account.app(request);
        Rollout rollout = app.deploy(request.parameter("commit").orElse(null), "Console");
        return Json.ok(Json.of(
                "id",
                320,
                "message",
                "The application has successfully been queued for redeploy.",
                "type",
                "success",
                "deploymentId",
                rollout.uuid));
    }

    /** What is not known is passed over, as the platform does with what its own client sends. */
    private ApiReply change(ApiRequest request) {
        HostedApp app = account.app(request);
        JsonNode body = Json.MAPPER.readTree(request.body());
        app.scale(
                number(body, "minInstances"),
                number(body, "maxInstances"),
                text(body, "minFlavor"),
                text(body, "maxFlavor"));
        Optional.ofNullable(text(body, "name")).ifPresent(app::rename);
        return Json.ok(Shapes.whole(app));
    }

    private ApiReply replaceVariables(ApiRequest request) {
        HostedApp app = account.app(request);
        Map<String, String> whole = new LinkedHashMap<>();
        Json.MAPPER
                .readTree(request.body())
                .properties()
                .forEach(entry -> whole.put(entry.getKey(), entry.getValue().asString("")));
        app.env(whole);
        return Json.asText(Shapes.whole(app));
    }

    private ApiServer.Route ofApp(Function<HostedApp, Object> shape) {
        return request -> Json.ok(shape.apply(account.app(request)));
    }

    private ApiServer.Route doing(BiConsumer<HostedApp, ApiRequest> what) {
        return request -> {
            HostedApp app = account.app(request);
            what.accept(app, request);
            return Json.ok(Shapes.whole(app));
        };
    }

    private static @Nullable Integer number(JsonNode body, String name) {
        return body.path(name).isNumber() ? body.path(name).asInt() : null;
    }

    private static @Nullable String text(JsonNode body, String name) {
        return body.path(name).isString() ? body.path(name).asString() : null;
    }
}
