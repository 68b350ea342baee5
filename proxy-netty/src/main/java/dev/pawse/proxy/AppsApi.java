package dev.pawse.proxy;

import dev.pawse.core.AppReport;
import dev.pawse.core.Pawse;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Durations;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/apps} and below: what is known of the apps, {@code GET …/why}, {@code POST …/wake} and {@code POST …/sleep}.
 *
 * <p>An app is named by {@code provider/name}, its slash encoded or not, or by its name alone where only one provider has it.
 */
final class AppsApi {
    static final String PATH = "/api/apps";

    private static final Logger LOG = LoggerFactory.getLogger(AppsApi.class);
    private static final int EVENTS_LOOKED_THROUGH = 1000;
    private static final int EVENTS_TOLD = 50;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Pawse pawse;

    AppsApi(Pawse pawse) {
        this.pawse = pawse;
    }

    void list(ApiExchange exchange) {
        exchange.json(HttpResponseStatus.OK, ApiJson.apps(pawse.apps()));
    }

    void one(ApiExchange exchange) {
        String path = exchange.rawPath().substring(PATH.length() + 1);
        String id = decoded(path);
        int slash = path.lastIndexOf('/');
        String action = slash < 0 ? "" : path.substring(slash + 1);
        boolean read = HttpMethod.GET.equals(exchange.method()) || HttpMethod.HEAD.equals(exchange.method());
        boolean act = action.equals("wake") || action.equals("sleep");
        if (act && HttpMethod.POST.equals(exchange.method())) {
            act(exchange, find(decoded(path.substring(0, slash))), action);
        } else if (act && known(id).isEmpty()) {
            exchange.methodNotAllowed("POST");
        } else if (read && action.equals("why") && known(id).isEmpty()) {
            why(exchange, find(decoded(path.substring(0, slash))));
        } else if (read) {
            exchange.json(HttpResponseStatus.OK, ApiJson.app(find(id)));
        } else {
            exchange.methodNotAllowed("GET, HEAD");
        }
    }

    private void act(ApiExchange exchange, AppReport app, String action) {
        AppId id = app.app().id();
        exchange.concerns(id);
        LOG.info(
                "{}: {} was asked for by {}",
                id,
                action,
                exchange.ctx().channel().remoteAddress());
        if (action.equals("wake")) {
            wake(exchange, id);
        } else {
            exchange.answerBlocking(() -> {
                pawse.lifecycle().sleep(id);
                return exchange.jsonAnswer(HttpResponseStatus.OK, ApiJson.app(find(id.toString())));
            });
        }
    }

    /** What the next sweep would do with the app and why, and what happened to it lately, newest first. */
    private void why(ApiExchange exchange, AppReport app) {
        AppId id = app.app().id();
        exchange.concerns(id);
        exchange.answerBlocking(() -> {
            ObjectNode why = ApiJson.object()
                    .put("app", id.toString())
                    .put("state", app.state().label());
            why.set(
                    "plan",
                    ApiJson.plan(pawse.plan().stream()
                            .filter(decision -> decision.app().equals(id))
                            .toList()));
            ArrayNode events = why.putArray("events");
            pawse.events().recent(EVENTS_LOOKED_THROUGH).stream()
                    .filter(event -> event.app().equals(id))
                    .limit(EVENTS_TOLD)
                    .forEach(event -> events.add(ApiJson.event(event)));
            return exchange.jsonAnswer(HttpResponseStatus.OK, why);
        });
    }

    private void wake(ApiExchange exchange, AppId id) {
        Duration wait = exchange.query("wait").map(AppsApi::duration).orElse(Duration.ZERO);
        CompletableFuture<App> flight = pawse.lifecycle().wake(id).toCompletableFuture();
        if (wait.isZero() && !flight.isDone()) {
            exchange.send(state(exchange, id, HttpResponseStatus.ACCEPTED));
            return;
        }
        flight.orTimeout(wait.toMillis(), TimeUnit.MILLISECONDS).whenComplete((up, failure) -> {
            if (failure == null) {
                exchange.send(state(exchange, id, HttpResponseStatus.OK));
            } else if (failure instanceof TimeoutException) {
                exchange.send(state(exchange, id, HttpResponseStatus.ACCEPTED));
            } else {
                exchange.fail(failure);
            }
        });
    }

    private FullHttpResponse state(ApiExchange exchange, AppId id, HttpResponseStatus status) {
        FullHttpResponse answer = exchange.jsonAnswer(status, ApiJson.app(find(id.toString())));
        if (status.code() == HttpResponseStatus.ACCEPTED.code()) {
            answer.headers()
                    .set(HttpHeaderNames.LOCATION, PATH + "/" + encoded(id.provider()) + "/" + encoded(id.name()));
        }
        return answer;
    }

    private AppReport find(String id) {
        List<AppReport> found = known(id)
                .map(List::of)
                .orElseGet(() -> pawse.apps().stream()
                        .filter(report -> report.app().id().name().equals(id))
                        .toList());
        if (found.isEmpty()) {
            throw new PawseException(Reason.NOT_FOUND, "no app is called '" + id + "'");
        }
        if (found.size() > 1) {
            throw new PawseException(
                    Reason.CONFLICT,
                    "'" + id + "' is one of "
                            + String.join(
                                    ", ",
                                    found.stream()
                                            .map(report -> report.app().id().toString())
                                            .toList()));
        }
        return found.get(0);
    }

    private Optional<AppReport> known(String id) {
        int slash = id.indexOf('/');
        return slash <= 0 || slash == id.length() - 1 ? Optional.empty() : pawse.app(AppId.parse(id));
    }

    private static Duration duration(String text) {
        try {
            Duration wait = Durations.parse(text, Durations.Unit.SECONDS);
            if (wait.compareTo(LONGEST_WAIT) > 0) {
                throw new IllegalArgumentException("'" + text + "' is more than 10m");
            }
            return wait;
        } catch (IllegalArgumentException e) {
            throw new BadRequest("wait: " + e.getMessage(), e);
        }
    }

    private static String decoded(String path) {
        try {
            return QueryStringDecoder.decodeComponent(path.replace("+", "%2B"));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("the path's percent encoding is broken", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
