package dev.pawse.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses requests that two readers could understand differently, and those that a reverse proxy has no business with. */
final class RequestGuard {
    // Netty takes eight bytes for the body of a request with this field, whatever its length says.
    private static final AsciiString HIXIE_KEY = AsciiString.cached("Sec-WebSocket-Key1");
    private static final String CHUNKED = "chunked";

    private RequestGuard() {}

    /** What is wrong with a request whose head passed {@link HeadScanner}, or null. */
    static @Nullable Refusal check(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Refusal.bad("the message's framing is ambiguous or wrong");
        }
        Refusal refusal = target(request);
        return refusal != null ? refusal : fields(request);
    }

    private static @Nullable Refusal target(HttpRequest request) {
        HttpMethod method = request.method();
        if (HttpMethod.CONNECT.equals(method) || HttpMethod.TRACE.equals(method)) {
            return new Refusal(HttpResponseStatus.NOT_IMPLEMENTED, method.name() + " is not offered here");
        }
        String target = request.uri();
        char first = target.charAt(0);
        if (first == '/') {
            return null;
        }
        if (first == '*' && target.length() == 1) {
            return HttpMethod.OPTIONS.equals(method) ? null : Refusal.bad("the target * goes with OPTIONS only");
        }
        return RequestTarget.isAbsolute(target) ? null : Refusal.bad("the request target is neither a path nor a URL");
    }

    private static @Nullable Refusal fields(HttpRequest request) {
        HttpHeaders headers = request.headers();
        boolean old = HttpVersion.HTTP_1_0.equals(request.protocolVersion());
        List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (lengths.size() > 1 || (lengths.size() == 1 && !isDigits(lengths.get(0)))) {
            return Refusal.bad("Content-Length is not one number");
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!codings.isEmpty()) {
            if (old || !lengths.isEmpty()) {
                return Refusal.bad("Transfer-Encoding goes neither with Content-Length nor with HTTP/1.0");
            }
            if (codings.size() > 1 || !CHUNKED.equalsIgnoreCase(codings.get(0))) {
                return new Refusal(
                        HttpResponseStatus.NOT_IMPLEMENTED, "the only transfer coding understood here is chunked");
            }
        }
        if (headers.contains(HIXIE_KEY)) {
            return Refusal.bad("this version of WebSocket is no longer spoken");
        }
        String expect = headers.get(HttpHeaderNames.EXPECT);
        if (expect != null && !old && !"100-continue".equalsIgnoreCase(expect)) {
            return new Refusal(
                    HttpResponseStatus.EXPECTATION_FAILED, "the only expectation understood is 100-continue");
        }
        return null;
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
