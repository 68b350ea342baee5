package dev.pawse.proxy;

import dev.pawse.core.Pawse;
import dev.pawse.core.PawseConfig;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/status}: how this process is, its registry and the configuration in force; {@code POST /api/reload}: reads the
 * configuration again, and answers 422 with every problem where it is not taken; with {@code ?dry-run=true} it is only checked.
 */
final class StatusApi {
    static final String STATUS = "/api/status";
    static final String RELOAD = "/api/reload";

    private final Pawse pawse;
    private final Readiness readiness;
    private final ConfigReload reload;

    StatusApi(Pawse pawse, Readiness readiness, ConfigReload reload) {
        this.pawse = pawse;
        this.readiness = readiness;
        this.reload = reload;
    }

    void show(ApiExchange exchange) {
        List<String> problems = readiness.problems();
        ConfigReload.State state = reload.state();
        ObjectNode node = ApiJson.object().put("ready", problems.isEmpty());
        node.set("reasons", texts(problems));
        ObjectNode registry = node.putObject("registry");
        registry.put("type", state.config().registryType());
        registry.put("up", pawse.registryTrouble().isEmpty());
        registry.put("trouble", pawse.registryTrouble().orElse(null));
        registry.put("settled", pawse.isSettled());
        ObjectNode configuration = configuration(state);
        ConfigReload.Failure failure = state.failure();
        configuration.put("failedAt", failure == null ? null : ApiJson.time(failure.at()));
        configuration.set("problems", texts(failure == null ? List.of() : failure.problems()));
        node.set("configuration", configuration);
        exchange.json(HttpResponseStatus.OK, node);
    }

    void reload(ApiExchange exchange) {
        exchange.answerBlocking(() -> {
            try {
                String who = String.valueOf(exchange.ctx().channel().remoteAddress());
                boolean dry = exchange.query("dry-run").filter("true"::equals).isPresent();
                ConfigReload.State state = dry ? reload.check() : reload.reload(who);
                return exchange.jsonAnswer(HttpResponseStatus.OK, configuration(state));
            } catch (PawseException e) {
                if (e.reason() == Reason.UNSUPPORTED) {
                    throw e;
                }
                return refused(exchange, e);
            }
        });
    }

    private static FullHttpResponse refused(ApiExchange exchange, PawseException failure) {
        List<String> problems = failure.message().lines().toList();
        ObjectNode node = ProblemResponse.problem(
                HttpResponseStatus.UNPROCESSABLE_ENTITY,
                "the new configuration is not taken, and the one before goes on: " + String.join("; ", problems));
        node.put("reason", failure.reason().label()).set("problems", texts(problems));
        return Answers.of(
                exchange.method(), HttpResponseStatus.UNPROCESSABLE_ENTITY, ProblemResponse.TYPE, ApiJson.bytes(node));
    }

    private static ObjectNode configuration(ConfigReload.State state) {
        PawseConfig config = state.config();
        ObjectNode node = ApiJson.object()
                .put("file", config.file().map(Object::toString).orElse(null))
                .put("rules", config.rules().all().size())
                .put("loadedAt", ApiJson.time(state.since()));
        node.set("needsRestart", texts(state.needsRestart()));
        node.set("warnings", texts(config.warnings()));
        return node;
    }

    private static ArrayNode texts(List<String> lines) {
        ArrayNode texts = ApiJson.array();
        lines.forEach(texts::add);
        return texts;
    }
}
