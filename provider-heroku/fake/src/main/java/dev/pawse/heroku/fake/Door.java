package dev.pawse.heroku.fake;

import dev.pawse.testkit.ApiReply;
import dev.pawse.testkit.ApiRequest;
import dev.pawse.testkit.ApiServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every call of the API passes: the token, the media type, the limit of calls; and what every answer carries. Calls are answered
 * one at a time; streams and downloads, whose addresses are signed, are not held up by it.
 */
final class Door {
    private final ApiServer api;
    private final Object lock;
    private final Supplier<String> token;
    private volatile CallLimit limit;

    Door(ApiServer api, Object lock, Supplier<String> token, CallLimit limit) {
        this.api = api;
        this.lock = lock;
        this.token = token;
        this.limit = limit;
    }

    /** Answers a call with what is to be written as JSON. */
    interface Handler {
        Object answer(ApiRequest request);
    }

    /** Answers a call with a list in the order in which its items were made. */
    interface Listing {
        List<Map<String, @Nullable Object>> answer(ApiRequest request);
    }

    /** Answers whoever knows the address. */
    interface Signed {
        ApiReply answer(ApiRequest request);
    }

    void limit(CallLimit value) {
        limit = value;
    }

    CallLimit limit() {
        return limit;
    }

    void on(String method, String pattern, int status, Handler handler) {
        api.on(method, pattern, request -> pass(request, true, () -> json(status, handler.answer(request))));
    }

    /** A call that costs nothing. */
    void free(String method, String pattern, Handler handler) {
        api.on(method, pattern, request -> pass(request, false, () -> json(200, handler.answer(request))));
    }

    void list(String pattern, String order, Listing listing) {
        api.on(
                "GET",
                pattern,
                request -> pass(request, true, () -> {
                    RangePage page = RangePage.of(
                            listing.answer(request), request.header("Range").orElse(null), order);
                    ApiReply reply = json(page.next() == null ? 200 : 206, page.items());
                    return page.next() == null ? reply : reply.with("Next-Range", page.next());
                }));
    }

    void signed(String method, String pattern, Signed signed) {
        api.on(method, pattern, request -> {
            // Where such an address leads, nobody is to know the token.
            if (request.header("Authorization").isPresent()) {
                return ApiReply.text(400, "text/xml", "<Error><Code>InvalidArgument</Code></Error>");
            }
            return signed.answer(request);
        });
    }

    private static ApiReply json(int status, Object body) {
        return ApiReply.bytes(
                status,
                "application/vnd.heroku+json; version=3; charset=utf-8",
                Json.write(body).getBytes(StandardCharsets.UTF_8));
    }

    private ApiReply pass(ApiRequest request, boolean counts, Supplier<ApiReply> answer) {
        ApiReply reply;
        try {
            if (counts && !limit.take()) {
                throw new Refusal(
                        429,
                        "rate_limit",
                        "Your account has reached the API rate limit. Please wait a few minutes before making new requests");
            }
            requireToken(request);
            requireVersion(request);
            synchronized (lock) {
                reply = answer.get();
            }
        } catch (Refusal e) {
            reply = e.reply();
        }
        return reply.with("RateLimit-Remaining", String.valueOf(limit.left()))
                .with("Request-Id", UUID.randomUUID().toString());
    }

    private void requireToken(ApiRequest request) {
        String authorization = request.header("Authorization").orElse("");
        String given = authorization.startsWith("Basic ")
                ? new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8)
                        .replaceFirst("^[^:]*:", "")
                : authorization.replaceFirst("^Bearer ", "");
        if (!given.equals(token.get())) {
            throw new Refusal(401, "unauthorized", "Invalid credentials provided.");
        }
    }

    private static void requireVersion(ApiRequest request) {
        Optional<String> accept = request.header("Accept");
        if (accept.isEmpty() || !accept.get().contains("application/vnd.heroku+json; version=3")) {
            throw new Refusal(406, "not_acceptable", "API version is not provided or wrong.");
        }
    }
}
