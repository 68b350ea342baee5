package dev.pawse.scalingo.fake;

import dev.pawse.scalingo.fake.Containers.Change;
import dev.pawse.scalingo.fake.Containers.Operation;
import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Containers: the formation, scaling, restarts, their operations, one-off containers. */
final class ContainerRoutes {
    private final FakeScalingo fake;

    ContainerRoutes(FakeScalingo fake) {
        this.fake = fake;
    }

    void addTo(ApiServer api) {
        on(api, "GET", "/v1/apps/{app}/containers", (request, region) -> Json.reply(200, types(app(request, region))));
        on(api, "GET", "/v1/apps/{app}/ps", this::processes);
        on(api, "POST", "/v1/apps/{app}/scale", this::scale);
        on(api, "POST", "/v1/apps/{app}/restart", this::restart);
        on(api, "GET", "/v1/apps/{app}/operations/{id}", this::operation);
        on(api, "POST", "/v1/apps/{app}/run", this::run);
        on(api, "POST", "/v1/apps/{app}/containers/{id}/stop", this::stop);
    }

    private void on(ApiServer api, String method, String pattern, Gate.RegionRoute route) {
        fake.gate().route(api, method, pattern, Tokens.ACCOUNT, route);
    }

    private HostedApp app(ApiRequest request, String region) {
        return fake.estate().app(region, request.segment("app"));
    }

    private static Map<String, ?> types(HostedApp app) {
        return Map.of(
                "containers",
                app.containers().types().stream()
                        .map(type -> Json.object(
                                "id", Ids.next(),
                                "app_id", app.id(),
                                "name", type.name(),
                                "amount", type.amount(),
                                "size", type.size(),
                                "command", type.command()))
                        .toList());
    }

    private ApiReply processes(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        return Json.reply(
                200,
                Map.of(
                        "containers",
                        app.containers().list().stream()
                                .map(one -> Json.object(
                                        "id", one.id(),
                                        "app_id", app.id(),
                                        "type", one.type(),
                                        "type_index", one.index(),
                                        "label", one.label(),
                                        "state", one.state(),
                                        "command", one.command(),
                                        "created_at", one.since().toString(),
                                        "deleted_at", null,
                                        "size", one.size()))
                                .toList()));
    }

    private ApiReply scale(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        List<Change> changes = new ArrayList<>();
        Json.body(request)
                .path("containers")
                .forEach(one -> changes.add(new Change(
                        one.path("name").asString(""),
                        one.path("amount").asInt(-1),
                        one.path("size").asString(""))));
        boolean up = changes.stream().anyMatch(change -> change.amount() > 0);
        Operation operation =
                app.containers().scale(changes, up ? fake.bootTime() : fake.stopTime(), fake.scaleError());
        app.disableAutoscalers(changes.stream().map(Change::type).toList());
        Map<String, @Nullable Object> amounts = new TreeMap<>();
        app.containers().types().forEach(type -> amounts.put(type.name(), type.amount()));
        app.event("scale", Json.object("containers", amounts));
        return operation == null
                ? Json.reply(200, types(app))
                : Json.reply(202, types(app)).with("Location", location(app, operation.id()));
    }

    private ApiReply restart(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        List<String> scope = new ArrayList<>();
        Json.body(request).path("scope").forEach(one -> scope.add(one.asString("")));
        Operation operation = app.containers().restart(scope, fake.bootTime());
        app.event("restart", Json.object("scope", scope));
        return ApiReply.empty(202).with("Location", location(app, operation.id()));
    }

    private ApiReply operation(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        String id = request.segment("id");
        Map<String, @Nullable Object> known = app.containers().operation(id, app.id());
        if (known != null) {
            return Json.reply(200, Map.of("operation", known));
        }
        OneOff oneOff = app.oneOffs().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("operation"));
        boolean ready = oneOff.isReady();
        return Json.reply(
                200,
                Map.of(
                        "operation",
                        Json.object(
                                "id",
                                id,
                                "app_id",
                                app.id(),
                                "type",
                                "start-one-off",
                                "status",
                                ready ? "done" : "pending",
                                "created_at",
                                "2026-01-03T00:00:00.000Z",
                                "finished_at",
                                ready ? "2026-01-03T00:00:01.000Z" : "0001-01-01T00:00:00Z",
                                "start_one_off_data",
                                ready
                                        ? Json.object(
                                                "attach_url", fake.sockets() + "/attach/" + id, "container_id", id)
                                        : Json.object())));
    }

    private ApiReply run(ApiRequest request, String region) {
        HostedApp app = app(request, region);
        JsonNode body = Json.body(request);
        if (app.containers().status().equals("new")) {
            throw new Refusal(400, Map.of("error", "the application has never been deployed"));
        }
        Map<String, String> more = new TreeMap<>();
        body.path("env")
                .properties()
                .forEach(one -> more.put(one.getKey(), one.getValue().asString("")));
        OneOff oneOff = fake.workshop().oneOff(app, body.path("command").asString(""), more);
        app.oneOff(oneOff);
        app.event("run", Json.object("command", oneOff.command()));
        String location = location(app, oneOff.id());
        return Json.reply(
                        200,
                        Json.object(
                                "container",
                                Json.object(
                                        "id",
                                        oneOff.id(),
                                        "type",
                                        "one-off",
                                        "type_index",
                                        oneOff.index(),
                                        "label",
                                        oneOff.label(),
                                        "state",
                                        "booting",
                                        "created_at",
                                        "2026-01-03T00:00:00.000Z"),
                                "operation_url",
                                location,
                                "operation",
                                oneOff.id()))
                .with("Location", location);
    }

    private ApiReply stop(ApiRequest request, String region) {
        app(request, region).oneOffs().stream()
                .filter(one -> one.id().equals(request.segment("id")))
                .findFirst()
                .orElseThrow(() -> Refusal.missing("container"))
                .stop();
        return ApiReply.empty(202);
    }

    /** Absolute, because a client may follow it as it is. */
    private String location(HostedApp app, String operation) {
        return fake.api().address() + "/" + app.region() + "/v1/apps/" + app.name() + "/operations/" + operation;
    }
}
