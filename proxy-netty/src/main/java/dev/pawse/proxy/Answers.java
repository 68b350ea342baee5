package dev.pawse.proxy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Makes the answers that are Pawse's own and not an app's: never stored by a cache, never taken for another type. */
final class Answers {
    // RFC 9110, 5.6.7: IMF-fixdate, whose day always has two digits.
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private Answers() {}

    /** A whole answer; one to a HEAD has the headers of the one to a GET, and no body (RFC 9110, 9.3.2). */
    static FullHttpResponse of(HttpMethod method, HttpResponseStatus status, String type, byte[] body) {
        boolean bodiless = HttpMethod.HEAD.equals(method);
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, bodiless ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, type).set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return marked(answer);
    }

    /** An answer that says all with its status. */
    static FullHttpResponse empty(HttpResponseStatus status) {
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        if (status.code() != HttpResponseStatus.NO_CONTENT.code()) {
            answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        }
        return marked(answer);
    }

    private static FullHttpResponse marked(FullHttpResponse answer) {
        answer.headers()
                .set(HttpHeaderNames.DATE, DATE.format(Instant.now()))
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("x-content-type-options", "nosniff");
        return answer;
    }
}
