package dev.pawse.proxy;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /healthz}: the process lives. {@code /readyz}: it should get traffic, or why not. Both without a token. */
final class HealthApi {
    static final String HEALTH = "/healthz";
    static final String READY = "/readyz";
    static final Set<String> PATHS = Set.of(HEALTH, READY);

    private final Readiness readiness;

    HealthApi(Readiness readiness) {
        this.readiness = readiness;
    }

    void health(ApiExchange exchange) {
        exchange.json(HttpResponseStatus.OK, ApiJson.object().put("status", "ok"));
    }

    void ready(ApiExchange exchange) {
        List<String> problems = readiness.problems();
        ObjectNode node = ApiJson.object().put("status", problems.isEmpty() ? "ready" : "not_ready");
        ArrayNode reasons = node.putArray("reasons");
        problems.forEach(reasons::add);
        node.put("detail", readiness.degraded().map(ProblemResponse::oneLine).orElse(null));
        exchange.json(problems.isEmpty() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE, node);
    }
}
