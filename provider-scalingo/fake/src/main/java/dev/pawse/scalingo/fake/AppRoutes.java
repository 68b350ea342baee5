package dev.pawse.scalingo.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Apps, their domains, variables, autoscalers, logs and events. */
final class AppRoutes {
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_VALUE = 32_768;

    private final FakeScalingo fake;

    AppRoutes(FakeScalingo fake) {
        this.fake = fake;
    }

    void addTo(ApiServer api) {
        on(
                api,
                "GET",
                "/v1/apps",
                (request, region) -> Json.reply(
                        200,
                        Map.of(
                                "apps",
                                fake.estate().in(region).stream()
                                        .map(app -> app.json(fake.sockets()))
                                        .toList())));
        on(
                api,
                "GET",
                "/v1/apps/{app}",
                (request, region) ->
                        Json.reply(200, Map.of("app", app(request, region).json(fake.sockets()))));
        on(api, "GET", "/v1/apps/{app}/domains", this::domains);
        on(api, "GET", "/v1/apps/{app}/events", this::events);
        on(api, "GET", "/v1/apps/{app}/logs", this::logs);
        on(api, "GET", "/v1/apps/{app}/variables", this::variables);
        on(api, "PUT", "/v1/apps/{app}/variables", this::setVariables);
        on(api, "POST", "/v1/apps/{app}/variables", this::addVariable);
        on(api, "DELETE", "/v1/apps/{app}/variables", this::removeVariables);
        on(api, "PATCH", "/v1/apps/{app}/variables/{id}", this::changeVariable);
        on(api, "DELETE", "/v1/apps/{app}/variables/{id}", this::removeVariable);
        on(api, "GET", "/v1/apps/{app}/autoscalers", this::autoscalers);
        on(api, "PATCH", "/v1/apps/{app}/autoscalers/{id}", this::changeAutoscaler);
    }

    private void on(ApiServer api, String method, String pattern, Gate.RegionRoute route) {
        fake.gate().route(api, method, pattern, Tokens.ACCOUNT, route);
    }

    private HostedApp app(ApiRequest request, String region) {
        return fake.estate().app(region, request.segment("app"));
    }

    private ApiReply domains(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        return Json.reply(
                200,
                Map.of(
                        "domains",
                        app.domains().stream()
                                .map(name -> Json.object(
                                        "id",
                                        Ids.next(),
                                        "app_id",
                                        app.id(),
                                        "name",
                                        name,
                                        "ssl",
                                        true,
                                        "canonical",
                                        name.equals(app.domains().get(0)),
                                        "letsencrypt",
                                        true))
                                .toList()));
    }

    private ApiReply events(ApiRequest request, String region) {
        return Pages.reply(request, "events", app(request, region).events());
    }

    private ApiReply logs(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        return Json.reply(
                200,
                Json.object(
                        "app",
                        app.json(fake.sockets()),
                        "logs_url",
                        fake.sockets() + "/logs/" + region + "/" + app.name() + "?token="
                                + fake.tokens().grant("logs " + app.name()) + "&timestamp=1767323045"));
    }

    private ApiReply variables(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        boolean aliases = request.parameter("aliases").orElse("false").equals("true");
        return Json.reply(
                200,
                Map.of(
                        "variables",
                        app.variables().stream()
                                .map(one -> Json.object(
                                        "id",
                                        one.id(),
                                        "name",
                                        one.name(),
                                        "value",
                                        aliases ? one.value() : app.resolved(one.value())))
                                .toList()));
    }

    private ApiReply setVariables(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        List<JsonNode> wanted = new ArrayList<>();
        Json.body(request).path("variables").forEach(wanted::add);
        wanted.forEach(AppRoutes::check);
        VariableChanges changes = new VariableChanges(app);
        wanted.forEach(one ->
                changes.set(one.path("name").asString(""), one.path("value").asString("")));
        changes.tell();
        return variables(request, region);
    }

    private ApiReply addVariable(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        JsonNode wanted = Json.body(request).path("variable");
        check(wanted);
        String name = wanted.path("name").asString("");
        app.variable(name, wanted.path("value").asString(""));
        app.event(
                "new_variable",
                Json.object("name", name, "value", wanted.path("value").asString("")));
        HostedApp.Variable made = app.variables().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return Json.reply(201, Map.of("variable", json(made)));
    }

    private ApiReply changeVariable(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        HostedApp.Variable old = variable(request, app);
        String value = Json.body(request).path("variable").path("value").asString("");
        app.variable(old.name(), value);
        app.event("edit_variable", Json.object("name", old.name(), "value", value, "old_value", old.value()));
        return Json.reply(200, Map.of("variable", json(variable(request, app))));
    }

    private ApiReply removeVariable(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        HostedApp.Variable old = variable(request, app);
        app.removeVariable(old.id());
        app.event("delete_variable", Json.object("name", old.name(), "value", old.value()));
        return ApiReply.empty(204);
    }

    private static HostedApp.Variable variable(ApiRequest request, HostedApp app) {
        return app.variables().stream()
                .filter(one -> one.id().equals(request.segment("id")))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("variable"));
    }

    private static Map<String, @Nullable Object> json(HostedApp.Variable variable) {
        return Json.object("id", variable.id(), "name", variable.name(), "value", variable.value());
    }

    private static void check(JsonNode variable) {
        String name = variable.path("name").asString("");
        if (!name.matches("[A-Za-z][A-Za-z0-9_]*") || name.length() > LONGEST_NAME) {
            throw Refusal.invalid("name", "should contain only alphanumeric characters and underscores");
        }
        if (variable.path("value").asString("").length() > LONGEST_VALUE) {
            throw Refusal.invalid("value", "is too long (maximum is " + LONGEST_VALUE + " characters)");
        }
    }

    private ApiReply removeVariables(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        VariableChanges changes = new VariableChanges(app);
        Json.body(request).path("variable_ids").forEach(id -> changes.remove(id.asString("")));
        changes.tell();
        return ApiReply.empty(204);
    }

    private ApiReply autoscalers(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        return Json.reply(
                200,
                Map.of(
                        "autoscalers",
                        app.autoscalers().stream().map(one -> json(app, one)).toList()));
    }

    private ApiReply changeAutoscaler(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        boolean disabled =
                Json.body(request).path("autoscaler").path("disabled").asBoolean(false);
        if (!app.autoscaler(request.segment("id"), disabled)) {
            throw Refusal.missing("autoscaler");
        }
        return autoscalers(request, region);
    }

    private static Map<String, @Nullable Object> json(HostedApp app, HostedApp.Autoscaler one) {
        return Json.object(
                "id",
                one.id(),
                "app_id",
                app.id(),
                "container_type",
                one.type(),
                "metric",
                "cpu",
                "target",
                0.8,
                "min_containers",
                1,
                "max_containers",
                4,
                "disabled",
                one.disabled());
    }
}
