package dev.pawse.proxy;

import dev.pawse.core.Pawse;
import dev.pawse.spi.Event;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/**
 * {@code /api/events}: what happened to the apps, newest first, {@code limit} of them; or, for whoever accepts
 * {@code text/event-stream}, what happens from now on ({@link EventStream}).
 */
final class EventsApi {
    static final String PATH = "/api/events";

    private static final int USUAL_LIMIT = 100;
    private static final int HIGHEST_LIMIT = 1000;

    private final Pawse pawse;
    private final EventStreams streams;

    EventsApi(Pawse pawse, EventStreams streams) {
        this.pawse = pawse;
        this.streams = streams;
    }

    void show(ApiExchange exchange) {
        int limit = exchange.query("limit").map(EventsApi::limit).orElse(USUAL_LIMIT);
        if (!acceptsStream(exchange.headers().get(HttpHeaderNames.ACCEPT))
                || HttpMethod.HEAD.equals(exchange.method())) {
            exchange.answerBlocking(() -> exchange.jsonAnswer(
                    HttpResponseStatus.OK, json(pawse.events().recent(limit))));
            return;
        }
        String last = exchange.headers().get("last-event-id");
        Instant after = last == null ? null : instant(last);
        EventStream stream = EventStream.open(exchange, pawse.events(), streams);
        if (after == null) {
            stream.catchUp(List.of());
        } else {
            exchange.blocking(() -> since(after), stream::catchUp);
        }
    }

    private List<Event> since(Instant after) {
        List<Event> events = new ArrayList<>(pawse.events().recent(HIGHEST_LIMIT));
        events.removeIf(event -> !event.at().isAfter(after));
        Collections.reverse(events);
        return events;
    }

    private static ArrayNode json(List<Event> events) {
        ArrayNode array = ApiJson.array();
        events.forEach(event -> array.add(ApiJson.event(event)));
        return array;
    }

    private static boolean acceptsStream(@Nullable String accept) {
        return accept != null && accept.contains(EventStream.TYPE);
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= HIGHEST_LIMIT) {
                return limit;
            }
            throw new NumberFormatException("out of range");
        } catch (NumberFormatException e) {
            throw new BadRequest("limit: '" + text + "' is not a whole number from 1 to " + HIGHEST_LIMIT, e);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new BadRequest("Last-Event-ID: '" + text + "' is not an id of this stream", e);
        }
    }
}
