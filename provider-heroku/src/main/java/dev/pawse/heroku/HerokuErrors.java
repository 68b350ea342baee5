package dev.pawse.heroku;

import dev.pawse.http.ApiAnswer;
import dev.pawse.http.ApiErrors;
import dev.pawse.spi.Reason;
import java.util.Optional;

/**
 * Reads Heroku's refusals: {@code {"id":"not_found","message":"Couldn't find that app."}}, ids as the Platform API reference lists them
 * under "Error responses". What is no such JSON, e.g. a page of the edge, is judged by its status alone.
 */
final class HerokuErrors implements ApiErrors {
    @Override
    public Optional<String> message(ApiAnswer answer) {
        String said = answer.tree().path("message").asString("");
        String id = id(answer);
        return switch (id) {
            case "two_factor" ->
                Optional.of("Heroku asks for a second factor, which this token cannot give:"
                        + " make one for programs with \"heroku authorizations:create\"");
            case "delinquent" ->
                Optional.of("the Heroku account has an unpaid bill and nothing can be changed until it is paid");
            case "suspended" -> Optional.of("Heroku has suspended the account or the app: its support can tell why");
            case "verification_needed" ->
                Optional.of("Heroku wants the account verified with a credit card before it does this");
            case "unauthorized" -> Optional.of("the Heroku token is wrong or has been revoked");
            default -> said.isBlank() ? Optional.empty() : Optional.of(id.isBlank() ? said : said + " [" + id + "]");
        };
    }

    @Override
    public Reason reason(ApiAnswer answer) {
        return switch (id(answer)) {
            case "two_factor", "delinquent", "suspended", "verification_needed" -> Reason.FORBIDDEN;
            case "rate_limit" -> Reason.RATE_LIMITED;
            default -> ApiErrors.byStatus(answer.status());
        };
    }

    private static String id(ApiAnswer answer) {
        return answer.tree().path("id").asString("");
    }
}
