package dev.pawse.scalingo.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import java.util.Map;

/** Deployments and their output. */
final class DeploymentRoutes {
    private final FakeScalingo fake;

    DeploymentRoutes(FakeScalingo fake) {
        this.fake = fake;
    }

    void addTo(ApiServer api) {
        fake.gate().route(api, "GET", "/v1/apps/{app}/deployments", Tokens.ACCOUNT, this::all);
        fake.gate()
                .route(
                        api,
                        "GET",
                        "/v1/apps/{app}/deployments/{id}",
                        Tokens.ACCOUNT,
                        (request, region) -> Json.reply(
                                200, Map.of("deployment", one(request, region).json(address(region)))));
        fake.gate()
                .route(
                        api,
                        "GET",
                        "/v1/apps/{app}/deployments/{id}/output",
                        Tokens.ACCOUNT,
                        (request, region) -> ApiReply.text(
                                200, "text/plain", one(request, region).output()));
    }

    private ApiReply all(ApiRequest request, String region) {
        return Pages.reply(
                request,
                "deployments",
                fake.estate().app(region, request.segment("app")).deployments().stream()
                        .map(one -> one.json(address(region)))
                        .toList());
    }

    private Deployment one(ApiRequest request, String region) {
        return fake.estate()
                .app(region, request.segment("app"))
                .deployment(request.segment("id"))
                .orElseThrow(() -> Refusal.missing("deployment"));
    }

    private String address(String region) {
        return fake.api().address() + "/" + region;
    }
}
