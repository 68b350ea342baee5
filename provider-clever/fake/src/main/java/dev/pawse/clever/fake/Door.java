package dev.pawse.clever.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What every call passes: the limit of calls, the login that the host asks for, and the form of refusals. */
final class Door {
    private final OAuthCheck oauth;
    private final String apiToken;
    private final AtomicLong refused = new AtomicLong();
    private volatile @Nullable CallLimit limit;
    private volatile boolean expired;

    Door(OAuthCheck oauth, String apiToken) {
        this.oauth = oauth;
        this.apiToken = apiToken;
    }

    /** Which login a host accepts. */
    enum Host {
        API,
        BRIDGE
    }

    void limit(int capacity, int perMinute, Clock clock) {
        limit = new CallLimit(clock, capacity, perMinute);
    }

    long refused() {
        return refused.get();
    }

    /** Lets all logins run out, or count again. */
    void expire(boolean value) {
        expired = value;
    }

    /** A route behind this door. */
    ApiServer.Route open(Host host, ApiServer server, ApiServer.Route inside) {
        return request -> answer(host, server, inside, request).with("Sozu-Id", "01FAKE" + System.nanoTime());
    }

    private ApiReply answer(Host host, ApiServer server, ApiServer.Route inside, ApiRequest request)
            throws java.io.IOException {
        boolean v4 = request.path().startsWith("/v4/");
        CallLimit calls = limit;
        if (calls != null && !calls.allows()) {
            refused.incrementAndGet();
            return tooMany(v4);
        }
        try {
            check(host, server, request);
            return inside.answer(request);
        } catch (Refusal e) {
            return e.reply(v4);
        }
    }

    private void check(Host host, ApiServer server, ApiRequest request) {
        String header =
                request.header("Authorization").or(() -> inQuery(request)).orElse("");
        if (expired) {
            throw new Refusal(401, 2001, "Not connected");
        }
        if (host == Host.BRIDGE) {
            if (!header.equals("Bearer " + apiToken)) {
                throw new Refusal(401, 2001, "Not connected");
            }
            return;
        }
        if (header.startsWith("Bearer ")) {
            throw new Refusal(403, 1504, "This token's scope is invalid.");
        }
        if (!oauth.accepts(header, request, server.address().toString())) {
            throw new Refusal(401, 2001, "Not connected");
        }
    }

    private static Optional<String> inQuery(ApiRequest request) {
        return request.parameter("authorization")
                .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
    }

    /** In v2 it looks like a missing right; only the number tells it. */
    private static ApiReply tooMany(boolean v4) {
        return v4
                ? ApiReply.json(
                        429, Json.text(Json.of("code", "clever.core.too-many-requests", "error", "Too many requests")))
                : ApiReply.json(
                        403,
                        Json.text(Json.of(
                                "id", 403, "message", "You have performed that request too much.", "type", "error")));
    }
}
