package dev.pawse.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/** Writes the head of a request as the app gets it, in one pass over the client's fields. */
final class RequestHead {
    private static final AsciiString SYSTEM_TARGET = AsciiString.cached(SystemApi.TARGET_HEADER);
    private static final AsciiString SYSTEM_TOKEN = AsciiString.cached(SystemApi.TOKEN_HEADER);
    private static final AsciiString INTERNAL = AsciiString.cached("x-pawse-");
    private static final AsciiString PROXY = AsciiString.cached("Proxy");
    private static final AsciiString HTTP2_SETTINGS = AsciiString.cached("HTTP2-Settings");
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] TRAILERS = ascii("TE: trailers\r\nConnection: TE\r\n");
    private static final byte[] UPGRADE = ascii("Connection: Upgrade\r\nUpgrade: ");

    private RequestHead() {}

    static ByteBuf write(Exchange exchange, Endpoint endpoint, HeadBuffer head, ByteBufAllocator allocator) {
        HttpRequest request = exchange.request;
        HttpHeaders headers = request.headers();
        boolean old = HttpVersion.HTTP_1_0.equals(request.protocolVersion());
        head.clear()
                .put(request.method().asciiName())
                .put(' ')
                .put(RequestTarget.originForm(request.uri(), HttpMethod.OPTIONS.equals(request.method())))
                .put(VERSION)
                .put(endpoint.hostLine());
        boolean chunked = false;
        boolean trailers = false;
        String via = null;
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            CharSequence name = field.getKey();
            if (HopByHop.isHopByHop(name)) {
                chunked |= HopByHop.is(HttpHeaderNames.TRANSFER_ENCODING, name);
                trailers |= HopByHop.is(HttpHeaderNames.TE, name)
                        && HopByHop.names(field.getValue().toString(), "trailers");
            } else if (HopByHop.is(HttpHeaderNames.VIA, name)) {
                via = via == null ? field.getValue().toString() : via + ", " + field.getValue();
            } else if (!isDropped(name, old) && !HopByHop.names(exchange.options, name)) {
                head.line(name, value(exchange, endpoint, name, field.getValue()));
            }
        }
        head.put(exchange.client.forwarded().lines(headers, exchange.host));
        head.put("Via: ");
        if (via != null) {
            head.put(via).put(',', ' ');
        }
        head.put(exchange.client.loop().context.viaLine(old));
        if (chunked) {
            head.put(CHUNKED);
        }
        if (exchange.upgrade != null) {
            head.put(UPGRADE).put(exchange.upgrade).put('\r', '\n');
        } else if (trailers) {
            head.put(TRAILERS);
        }
        return head.put('\r', '\n').toBuffer(allocator);
    }

    /** Whether a field stops here: it is ours to write, or meant for the proxy itself. */
    private static boolean isDropped(CharSequence name, boolean old) {
        return switch (name.length()) {
            case 4 -> HopByHop.is(HttpHeaderNames.HOST, name);
            // Scripts behind CGI would take it for their own HTTP_PROXY.
            case 5 -> HopByHop.is(PROXY, name);
            // RFC 9110 section 10.1.1: an expectation of a client that speaks HTTP/1.0 is ignored.
            case 6 -> old && HopByHop.is(HttpHeaderNames.EXPECT, name);
            case 14 -> HopByHop.is(HTTP2_SETTINGS, name);
            case 18 -> HopByHop.is(SYSTEM_TARGET, name) || ForwardedHeaders.replaces(name) || isInternal(name);
            case 26 -> HopByHop.is(SYSTEM_TOKEN, name) || ForwardedHeaders.replaces(name) || isInternal(name);
            default -> ForwardedHeaders.replaces(name) || isInternal(name);
        };
    }

    private static boolean isInternal(CharSequence name) {
        return name.length() > INTERNAL.length()
                && AsciiString.regionMatches(name, true, 0, INTERNAL, 0, INTERNAL.length());
    }

    private static CharSequence value(Exchange exchange, Endpoint endpoint, CharSequence name, CharSequence value) {
        if (name.length() == 6 && HopByHop.is(HttpHeaderNames.ORIGIN, name)) {
            // The app is called by another name than the browser knows: what came from its own pages must still look
            // so.
            String origin = value.toString();
            int host = origin.indexOf("://");
            if (host > 0
                    && origin.regionMatches(true, host + 3, exchange.host, 0, exchange.host.length())
                    && origin.length() == host + 3 + exchange.host.length()) {
                return endpoint.origin();
            }
        }
        return value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
