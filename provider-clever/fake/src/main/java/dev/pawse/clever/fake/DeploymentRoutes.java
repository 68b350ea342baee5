package dev.pawse.clever.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import java.util.List;

/** An app's activity in both versions of the API, and instances in the newer one. */
final class DeploymentRoutes {
    private static final String APP = "/v2/organisations/{owner}/applications/{app}";
    private static final String APP4 = "/v4/orchestration/organisations/{owner}/applications/{app}";
    private static final int USUAL = 10;

    private final Account account;

    DeploymentRoutes(Account account) {
        this.account = account;
    }

    void addTo(AppRoutes.Adder routes) {
        routes.on(
                "GET",
                APP + "/deployments",
                request -> Json.ok(page(request).stream()
                        .map(rollout -> Shapes.rollout(account, rollout))
                        .toList()));
        routes.on("GET", APP + "/deployments/{deployment}", request -> Json.ok(Shapes.rollout(account, one(request))));
        routes.on("DELETE", APP + "/deployments/{deployment}/instances", this::cancel);
        routes.on(
                "GET",
                APP4 + "/deployments",
                request -> Json.ok(page(request).stream()
                        .map(rollout -> Shapes.rollout4(account, account.app(request), rollout))
                        .toList()));
        routes.on(
                "GET",
                APP4 + "/deployments/{deployment}",
                request -> Json.ok(Shapes.rollout4(account, account.app(request), one(request))));
        routes.on("GET", APP4 + "/instances", request -> {
            HostedApp app = account.app(request);
            return Json.ok(app.machines().stream()
                    .map(machine -> Shapes.machine4(app, machine))
                    .toList());
        });
        routes.on("GET", APP4 + "/instances/{instance}", request -> {
            HostedApp app = account.app(request);
            return Json.ok(app.machines().stream()
                    .filter(machine -> machine.id.equals(request.segment("instance")))
                    .map(machine -> Shapes.machine4(app, machine))
                    .findFirst()
                    .orElseThrow(() -> Refusal.notFound("instance")));
        });
    }

    private ApiReply cancel(ApiRequest request) {
        account.app(request).cancel(request.segment("deployment"));
        return Json.success(331, "The deployment has successfully been cancelled.");
    }

    private Rollout one(ApiRequest request) {
        return account.app(request).rollouts().stream()
                .filter(rollout -> rollout.uuid.equals(request.segment("deployment")))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("deployment"));
    }

    private List<Rollout> page(ApiRequest request) {
        int limit = request.parameter("limit").map(Integer::parseInt).orElse(USUAL);
        int offset = request.parameter("offset").map(Integer::parseInt).orElse(0);
        String action = request.parameter("action").orElse("");
        return account.app(request).rollouts().stream()
                .filter(rollout -> action.isEmpty() || rollout.action.equals(action))
                .skip(offset)
                .limit(limit)
                .toList();
    }
}
