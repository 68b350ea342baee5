package dev.pawse.http;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.time.Duration;
import java.util.Optional;

/** Turns one API's refusals into the failures that Pawse knows. */
public interface ApiErrors {
    /** What the API says of the failure, in words for people; empty when its body holds none. */
    Optional<String> message(ApiAnswer answer);

    /** Why it failed. By default what the status says (RFC 9110, section 15.5; RFC 6585, section 4). */
    default Reason reason(ApiAnswer answer) {
        return byStatus(answer.status());
    }

    /** The id under which the platform's support finds the call, where the API tells one. */
    default Optional<String> requestId(ApiAnswer answer) {
        return answer.header("Request-Id").or(() -> answer.header("X-Request-Id"));
    }

    /**
     * The failure for an answer.
     *
     * @param platform the platform's name for people
     */
    default PawseException failure(String platform, ApiAnswer answer) {
        String said = message(answer).map(ApiErrors::oneLine).orElseGet(() -> sentence(reason(answer)));
        PawseException failure = new PawseException(
                reason(answer),
                said + " (" + platform + " answered " + answer.status()
                        + requestId(answer)
                                .map(id -> ", request " + oneLine(id))
                                .orElse("") + ")");
        return answer.header("Retry-After")
                .flatMap(RetryAfter::seconds)
                .map(Duration::ofSeconds)
                .map(failure::withRetryAfter)
                .orElse(failure);
    }

    /** Why a call with this status failed. */
    static Reason byStatus(int status) {
        return switch (status) {
            case 401 -> Reason.UNAUTHORIZED;
            case 402, 403 -> Reason.FORBIDDEN;
            case 404, 410 -> Reason.NOT_FOUND;
            case 409, 412, 423 -> Reason.CONFLICT;
            case 429 -> Reason.RATE_LIMITED;
            default -> status >= 500 || status == 408 ? Reason.UNAVAILABLE : Reason.INVALID;
        };
    }

    private static String sentence(Reason reason) {
        return switch (reason) {
            case UNAUTHORIZED -> "the credentials are wrong or expired";
            case FORBIDDEN -> "the credentials do not allow this";
            case NOT_FOUND -> "there is no such thing";
            case CONFLICT -> "it changed meanwhile or is in progress";
            case RATE_LIMITED -> "too many calls";
            case UNAVAILABLE -> "the platform is not available";
            case INVALID, UNSUPPORTED, TIMEOUT, FAILED, INTERNAL -> "the call was refused";
        };
    }

    /** A text of the other side as one short line: a page of HTML or a line break has no place in a message. */
    private static String oneLine(String text) {
        String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }
}
