package dev.pawse.heroku.fake;

import dev.pawse.testkit.ApiReply;
import org.jspecify.annotations.Nullable;

/** A refusal as Heroku words it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String id;
    private final @Nullable String resource;

    Refusal(int status, String id, String message) {
        this(status, id, message, null);
    }

    Refusal(int status, String id, String message, @Nullable String resource) {
        super(message);
        this.status = status;
        this.id = id;
        this.resource = resource;
    }

    /** There is no such thing. */
    static Refusal missing(String resource) {
        return new Refusal(404, "not_found", "Couldn't find that " + resource.replace('-', ' ') + ".", resource);
    }

    static Refusal invalid(String message) {
        return new Refusal(422, "invalid_params", message);
    }

    ApiReply reply() {
        return ApiReply.json(
                status,
                Json.write(
                        resource == null
                                ? Json.object("id", id, "message", getMessage())
                                : Json.object("id", id, "message", getMessage(), "resource", resource)));
    }
}
