package dev.pawse.proxy;

import dev.pawse.core.Pawse;
import io.netty.handler.codec.http.HttpResponseStatus;

/** {@code /api/plan}: what the next sweep would do with each app, and why; nothing is changed by asking. */
final class PlanApi {
    static final String PATH = "/api/plan";

    private final Pawse pawse;

    PlanApi(Pawse pawse) {
        this.pawse = pawse;
    }

    void show(ApiExchange exchange) {
        exchange.answerBlocking(() -> exchange.jsonAnswer(HttpResponseStatus.OK, ApiJson.plan(pawse.plan())));
    }
}
