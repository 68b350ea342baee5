package dev.pawse.scalingo.fake;

import dev.pawse.testkit.ApiReply;
import java.util.List;
import java.util.Map;

/** An answer that is an error, thrown by whoever finds it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Object body;

    Refusal(int status, Object body) {
        super("refused with " + status);
        this.status = status;
        this.body = body;
    }

    static Refusal missing(String resource) {
        return new Refusal(404, Map.of("resource", resource, "error", "not found"));
    }

    static Refusal invalid(String field, String problem) {
        return new Refusal(422, Map.of("errors", Map.of(field, List.of(problem))));
    }

    static Refusal busy() {
        return new Refusal(400, Map.of("error", "another operation is running on this application"));
    }

    int status() {
        return status;
    }

    ApiReply reply() {
        return Json.reply(status, body);
    }
}
