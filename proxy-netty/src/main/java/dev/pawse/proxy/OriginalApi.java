package dev.pawse.proxy;

import dev.pawse.core.AppReport;
import dev.pawse.core.Pawse;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Event;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The three routes that the original proxy had, with its field names, for tools that were written for it.
 *
 * <ul>
 *   <li>{@code GET /apps}: {@code created_at}, {@code force_https}, {@code git_url}, {@code id}, {@code last_deployed_at},
 *       {@code name}, {@code region}, {@code status}, {@code sticky_session}, {@code updated_at}, {@code url},
 *       {@code is_monitored}, and for an app that is put to sleep also {@code provider}, {@code max_idle_time} (minutes) and
 *       {@code last_accessed_at}. What the platform does not tell is {@code null}. It is told from memory; the original asked
 *       the platform once for each app.
 *   <li>{@code DELETE /apps}: the original emptied its whole database. Here what is known of the apps' <em>use</em> is
 *       forgotten, as if each had been used just now, and the platforms are asked again which apps there are. What must run
 *       when a sleeping app wakes is kept, since nobody else knows it.
 *   <li>{@code GET /events}: {@code name}, {@code date} and {@code objectId}, the app's name, newest first. What the original
 *       knew has its names: {@code APP_STARTED}, {@code APP_STOPPED}, {@code APP_REGISTERED}, {@code APP_UNREGISTERED}.
 * </ul>
 */
final class OriginalApi {
    static final String APPS = "/apps";
    static final String EVENTS = "/events";

    private static final int EVENT_LIMIT = 1000;
    private static final List<String> TOLD_BY_PLATFORM = List.of(
            "created_at", "force_https", "git_url", "last_deployed_at", "region", "sticky_session", "updated_at");

    private final Pawse pawse;

    OriginalApi(Pawse pawse) {
        this.pawse = pawse;
    }

    void apps(ApiExchange exchange) {
        ArrayNode apps = ApiJson.array();
        pawse.apps().forEach(report -> apps.add(app(report)));
        exchange.json(HttpResponseStatus.OK, apps);
    }

    void forget(ApiExchange exchange) {
        exchange.answerBlocking(() -> {
            for (AppId app : List.copyOf(pawse.activity().apps())) {
                pawse.activity().forget(app);
            }
            pawse.sweep();
            return Answers.empty(HttpResponseStatus.NO_CONTENT);
        });
    }

    void events(ApiExchange exchange) {
        exchange.answerBlocking(() -> {
            ArrayNode events = ApiJson.array();
            pawse.events()
                    .recent(EVENT_LIMIT)
                    .forEach(event -> events.addObject()
                            .put("name", name(event))
                            .put("date", ApiJson.time(event.at()))
                            .put("objectId", event.app().name()));
            return exchange.jsonAnswer(HttpResponseStatus.OK, events);
        });
    }

    private static ObjectNode app(AppReport report) {
        Map<String, String> details = report.app().details();
        ObjectNode app = ApiJson.object();
        TOLD_BY_PLATFORM.forEach(field -> app.put(field, details.get(field)));
        boolean monitored = !report.policy().ignored() && !report.app().alwaysOn();
        app.put("id", report.app().id().toString())
                .put("name", report.app().id().name())
                .put("status", report.state().label())
                .put("url", url(report))
                .put("is_monitored", monitored);
        if (monitored) {
            Duration maxIdle = report.policy().maxIdle();
            if (maxIdle.toSecondsPart() == 0) {
                app.put("max_idle_time", maxIdle.toMinutes());
            } else {
                app.put("max_idle_time", maxIdle.toMillis() / 60_000.0);
            }
            app.put("provider", report.app().id().provider())
                    .put("last_accessed_at", ApiJson.time(report.lastAccessedAt()));
        }
        return app;
    }

    private static @Nullable String url(AppReport report) {
        List<URI> endpoints = report.app().endpoints();
        return endpoints.isEmpty() ? null : endpoints.get(0).toString();
    }

    private static String name(Event event) {
        if (event instanceof Event.Woke || event instanceof Event.StartedElsewhere) {
            return "APP_STARTED";
        }
        if (event instanceof Event.Rested || event instanceof Event.StoppedElsewhere) {
            return "APP_STOPPED";
        }
        if (event instanceof Event.Discovered) {
            return "APP_REGISTERED";
        }
        if (event instanceof Event.Forgotten) {
            return "APP_UNREGISTERED";
        }
        return event.name().toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
