package dev.pawse.clever;

import dev.pawse.http.ApiAnswer;
import dev.pawse.http.ApiErrors;
import dev.pawse.spi.Reason;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads the refusals of both APIs: v2 tells a number and a message, v4 a code and an error; an address that nobody serves is a page of
 * HTML, and some JSON comes as plain text.
 */
final class CleverErrors implements ApiErrors {
    private static final int RATE_LIMIT = 403;
    private static final int TOKEN_SCOPE = 1504;
    private static final int NOT_CONNECTED = 2001;

    @Override
    public Optional<String> message(ApiAnswer answer) {
        JsonNode body = answer.tree();
        int id = body.path("id").asInt(0);
        if (answer.status() == 401 || id == NOT_CONNECTED) {
            return Optional.of("the token is wrong or has expired: log in again");
        }
        if (id == TOKEN_SCOPE) {
            return Optional.of(
                    "this token is not for this address: an API token works on api-bridge.clever-cloud.com, the token and secret of OAuth on api.clever-cloud.com");
        }
        String message = body.path("message").asString("");
        return Optional.of(message.isEmpty() ? body.path("error").asString("") : message)
                .filter(text -> !text.isBlank());
    }

    /** The rate limit of v2 is a 403 like a missing right; only its number tells it. */
    @Override
    public Reason reason(ApiAnswer answer) {
        JsonNode body = answer.tree();
        int id = body.path("id").asInt(0);
        if (answer.status() == 403 && id == RATE_LIMIT) {
            return Reason.RATE_LIMITED;
        }
        if (answer.status() >= 400 && answer.status() < 500 && id == NOT_CONNECTED) {
            return Reason.UNAUTHORIZED;
        }
        if (body.path("code").asString("").equals("clever.core.too-many-requests")) {
            return Reason.RATE_LIMITED;
        }
        return ApiErrors.byStatus(answer.status());
    }

    @Override
    public Optional<String> requestId(ApiAnswer answer) {
        return answer.header("Sozu-Id");
    }
}
