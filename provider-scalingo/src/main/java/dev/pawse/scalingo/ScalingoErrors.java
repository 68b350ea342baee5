package dev.pawse.scalingo;

import dev.pawse.http.ApiAnswer;
import dev.pawse.http.ApiErrors;
import dev.pawse.spi.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads Scalingo's refusals: {@code error}, {@code errors} by field, the {@code resource} of a 404, the address that a 402 sends people
 * to; a 429 is plain text (developers.scalingo.com, "Errors").
 */
final class ScalingoErrors implements ApiErrors {
    /** What an app says while another operation of it runs; the status that goes with it is documented nowhere. */
    private static final Pattern BUSY = Pattern.compile(
            "(?i)another operation|operation (is )?(already )?(running|in progress|pending)|already (being )?"
                    + "(scal|restart|deploy|start)|(is|currently) (scaling|restarting|booting)|not running");

    @Override
    public Optional<String> message(ApiAnswer answer) {
        if (answer.status() == 429) {
            return Optional.empty();
        }
        JsonNode body = answer.tree();
        JsonNode errors = body.path("errors");
        if (errors.isObject()) {
            return Optional.of(fields(errors)).filter(text -> !text.isEmpty());
        }
        String error = body.path("error").asString("").strip();
        String resource = body.path("resource").asString("");
        if (answer.status() == 404 && !resource.isEmpty()) {
            return Optional.of("there is no such " + resource.replace('_', ' '));
        }
        String url = body.path("url").asString("");
        return Optional.of(answer.status() == 402 && !url.isEmpty() ? error + " (see " + url + ")" : error)
                .filter(text -> !text.isEmpty());
    }

    @Override
    public Reason reason(ApiAnswer answer) {
        return switch (answer.status()) {
            case 400, 409, 422 ->
                message(answer).filter(text -> BUSY.matcher(text).find()).isPresent()
                        ? Reason.CONFLICT
                        : ApiErrors.byStatus(answer.status());
            case 404 ->
                "container_type".equals(answer.tree().path("resource").asString(""))
                        ? Reason.INVALID
                        : Reason.NOT_FOUND;
            default -> ApiErrors.byStatus(answer.status());
        };
    }

    private static String fields(JsonNode errors) {
        List<String> said = new ArrayList<>();
        errors.properties().forEach(field -> {
            List<String> problems = new ArrayList<>();
            field.getValue().forEach(problem -> problems.add(problem.asString("")));
            said.add(field.getKey() + " " + String.join(", ", problems));
        });
        return String.join("; ", said);
    }
}
