package dev.pawse.proxy;

import dev.pawse.spi.AppId;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the answers that say what went wrong, as {@code application/problem+json} (RFC 9457). The members {@code app} and
 * {@code retryAfter} (seconds, as in the header of that name) are there where they are known; {@code reason} is the word of
 * {@link Reason#label()}.
 */
final class ProblemResponse {
    static final String TYPE = "application/problem+json";

    private static final int LONGEST_DETAIL = 500;

    private ProblemResponse() {}

    static FullHttpResponse of(HttpMethod method, HttpResponseStatus status, String detail) {
        return of(method, status, detail, null, null);
    }

    /** Says why an app could not be reached or changed. */
    static FullHttpResponse of(HttpMethod method, PawseException failure, @Nullable AppId app) {
        return make(
                method,
                status(failure.reason()),
                failure.reason(),
                failure.message(),
                app,
                failure.retryAfter().orElse(null));
    }

    static FullHttpResponse of(
            HttpMethod method,
            HttpResponseStatus status,
            String detail,
            @Nullable AppId app,
            @Nullable Duration retryAfter) {
        return make(method, status, null, detail, app, retryAfter);
    }

    /**
     * The status of a failure behind Pawse: at the app, its platform or in the engine. That a platform refused <em>our</em>
     * credentials or calls is no fault of the caller, so it is neither 401 nor 403 nor 429.
     */
    static HttpResponseStatus status(Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> HttpResponseStatus.NOT_FOUND;
            case CONFLICT -> HttpResponseStatus.CONFLICT;
            case UNSUPPORTED -> HttpResponseStatus.NOT_IMPLEMENTED;
            case INVALID, UNAUTHORIZED, FORBIDDEN, FAILED -> HttpResponseStatus.BAD_GATEWAY;
            case RATE_LIMITED, UNAVAILABLE -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case TIMEOUT -> HttpResponseStatus.GATEWAY_TIMEOUT;
            case INTERNAL -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    }

    /**
     * The status of a wake's failure for whoever asked for the app and not for its wake: nothing is missing from such a request,
     * nor in conflict with it, and where it may go well the next time it is worth repeating.
     */
    static HttpResponseStatus statusForVisitor(Reason reason) {
        return switch (reason) {
            case CONFLICT, FAILED -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case NOT_FOUND, UNSUPPORTED -> HttpResponseStatus.BAD_GATEWAY;
            case INVALID, UNAUTHORIZED, FORBIDDEN, RATE_LIMITED, UNAVAILABLE, TIMEOUT, INTERNAL -> status(reason);
        };
    }

    /** A failure of any kind as one that may be told: what is not ours to tell becomes {@link Reason#INTERNAL}. */
    static PawseException telling(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof java.util.concurrent.CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof PawseException known
                ? known
                : new PawseException(Reason.INTERNAL, "something went wrong in Pawse itself; its log says more", cause);
    }

    /** A text of somebody else's making, fit to be shown: one line, of bounded length. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST_DETAIL));
        text.codePoints()
                .limit(LONGEST_DETAIL)
                .map(point -> Character.isISOControl(point) ? ' ' : point)
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    /** Whole seconds, never fewer than the wait is long. */
    static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }

    /** The members that every problem has. */
    static ObjectNode problem(HttpResponseStatus status, String detail) {
        return ApiJson.object()
                .put("type", "about:blank")
                .put("title", status.reasonPhrase())
                .put("status", status.code())
                .put("detail", oneLine(detail));
    }

    private static FullHttpResponse make(
            HttpMethod method,
            HttpResponseStatus status,
            @Nullable Reason reason,
            String detail,
            @Nullable AppId app,
            @Nullable Duration retryAfter) {
        ObjectNode problem = problem(status, detail);
        if (reason != null) {
            problem.put("reason", reason.label());
        }
        if (app != null) {
            problem.put("app", app.toString());
        }
        if (retryAfter != null) {
            problem.put("retryAfter", seconds(retryAfter));
        }
        FullHttpResponse answer = Answers.of(method, status, TYPE, ApiJson.bytes(problem));
        if (retryAfter != null) {
            answer.headers().set(HttpHeaderNames.RETRY_AFTER, seconds(retryAfter));
        }
        return answer;
    }
}
