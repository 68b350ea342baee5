package dev.pawse.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** What a request's head says of its body, its connection and its way so far. */
final class RequestFacts {
    private RequestFacts() {}

    /** Whether the proxy of this pseudonym has forwarded the request before (RFC 9110 section 7.6.3). */
    static boolean hasBeenHere(HttpHeaders headers, String pseudonym) {
        if (!headers.contains(HttpHeaderNames.VIA)) {
            return false;
        }
        for (String via : headers.getAll(HttpHeaderNames.VIA)) {
            if (via.contains(pseudonym)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a body follows. */
    static boolean hasBody(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length != null ? !isZero(length) : headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    private static boolean isZero(String length) {
        for (int i = 0; i < length.length(); i++) {
            if (length.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    /** Whether the client wants to keep its connection. */
    static boolean keepsAlive(HttpRequest request, @Nullable String options) {
        if (HttpVersion.HTTP_1_1.equals(request.protocolVersion())) {
            return options == null
                    ? !"close".equalsIgnoreCase(request.headers().get(HttpHeaderNames.CONNECTION))
                    : !HopByHop.names(options, "close");
        }
        return options == null
                ? "keep-alive".equalsIgnoreCase(request.headers().get(HttpHeaderNames.CONNECTION))
                : HopByHop.names(options, "keep-alive") && !HopByHop.names(options, "close");
    }

    /** The protocol to change to, or null. */
    static @Nullable String upgrade(HttpRequest request, @Nullable String options) {
        if (!HopByHop.names(options, "upgrade") || !HttpVersion.HTTP_1_1.equals(request.protocolVersion())) {
            return null;
        }
        String protocol = request.headers().get(HttpHeaderNames.UPGRADE);
        // A tunnel of HTTP/2 would carry requests past everything that is checked here.
        return protocol == null || HopByHop.names(protocol, "h2c") ? null : protocol;
    }
}
