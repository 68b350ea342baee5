package dev.pawse.clever.fake;

import dev.pawse.testkit.ApiReply;

/** An answer that is not what was asked for. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int id;

    Refusal(int status, int id, String message) {
        super(message);
        this.status = status;
        this.id = id;
    }

    static Refusal notFound(String what) {
        return new Refusal(404, 4004, "The " + what + " doesn't exist");
    }

    ApiReply reply(boolean v4) {
        if (v4) {
            String code = status == 404 ? "clever.core.not-found" : "clever.core.forbidden";
            return ApiReply.json(
                    status, Json.text(Json.of("code", code, "error", getMessage(), "context", java.util.Map.of())));
        }
        return ApiReply.json(status, Json.text(Json.of("id", id, "message", getMessage(), "type", "error")));
    }
}
