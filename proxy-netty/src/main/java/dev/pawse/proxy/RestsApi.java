package dev.pawse.proxy;

import dev.pawse.core.Pawse;
import dev.pawse.core.RestPeriods;
import dev.pawse.core.RestPeriods.RestPeriod;
import dev.pawse.spi.Event;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/rests?since=TIME}: when which app rested and what did not run meanwhile, as far back as events are kept:
 * {@code knownSince} tells how far that is.
 */
final class RestsApi {
    static final String PATH = "/api/rests";

    /** As many as a store holds and a bit: what is kept decides, not this. */
    private static final int MOST_EVENTS = 1_000_000;

    private final Pawse pawse;

    RestsApi(Pawse pawse) {
        this.pawse = pawse;
    }

    void show(ApiExchange exchange) {
        Instant since = exchange.query("since").map(RestsApi::instant).orElse(Instant.EPOCH);
        exchange.answerBlocking(() -> exchange.jsonAnswer(
                HttpResponseStatus.OK, rests(since, pawse.clock().instant())));
    }

    private ObjectNode rests(Instant since, Instant until) {
        List<Event> events = pawse.events().recent(MOST_EVENTS);
        Instant oldest = events.isEmpty() ? null : events.get(events.size() - 1).at();
        ObjectNode node = ApiJson.object()
                .put("since", ApiJson.time(since))
                .put("until", ApiJson.time(until))
                .put("knownSince", ApiJson.time(oldest));
        ArrayNode rests = node.putArray("rests");
        for (RestPeriod period : RestPeriods.of(events, since, until)) {
            ObjectNode rest = rests.addObject()
                    .put("app", period.app().toString())
                    .put("from", ApiJson.time(period.from()))
                    .put("until", ApiJson.time(period.until()))
                    .put("ended", period.ended());
            rest.set("formation", ApiJson.formation(period.formation()));
        }
        return node;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new BadRequest("since: '" + text + "' is not a time such as 2026-09-01T12:00:00Z", e);
        }
    }
}
