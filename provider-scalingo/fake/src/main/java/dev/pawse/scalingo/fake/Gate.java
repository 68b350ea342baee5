package dev.pawse.scalingo.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What every call of the API passes: the limit, and the token that it needs. Safe for many threads. */
final class Gate {
    private final Tokens tokens;
    private final AtomicLong refused = new AtomicLong();
    private volatile @Nullable CallLimit limit;

    Gate(Tokens tokens) {
        this.tokens = tokens;
    }

    /** A route of one region; a refusal that it throws is its answer. */
    interface RegionRoute {
        ApiReply answer(ApiRequest request, String region);
    }

    void limit(CallLimit value) {
        limit = value;
    }

    long refused() {
        return refused.get();
    }

    /**
     * Adds a route for each region, and without one for the first.
     *
     * @param subject what the token must be good for; the name of a segment in braces stands for that segment
     */
    void route(ApiServer server, String method, String pattern, String subject, RegionRoute route) {
        server.on(method, pattern, request -> pass(request, subject, FakeScalingo.REGION, route));
        server.on(method, "/{region}" + pattern, request -> pass(request, subject, request.segment("region"), route));
    }

    private ApiReply pass(ApiRequest request, String subject, String region, RegionRoute route) {
        CallLimit calls = limit;
        if (calls != null && !calls.take()) {
            refused.incrementAndGet();
            return ApiReply.text(429, "text/plain", "Retry later\n");
        }
        String wanted = subject.startsWith("{") ? request.segment(subject.substring(1, subject.length() - 1)) : subject;
        String bearer = request.header("Authorization").orElse("").replaceFirst("^Bearer ", "");
        if (!tokens.isGood(bearer, wanted)) {
            return Json.reply(401, Map.of("error", "unauthorized - you are not authenticated"));
        }
        try {
            return route.answer(request, region).with("X-Request-ID", Ids.next());
        } catch (Refusal e) {
            return e.reply().with("X-Request-ID", Ids.next());
        }
    }
}
