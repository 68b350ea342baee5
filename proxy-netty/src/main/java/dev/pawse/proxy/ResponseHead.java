package dev.pawse.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the head of an answer as the client gets it, in one pass over the app's fields. */
final class ResponseHead {
    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] VERSION = ascii("HTTP/1.1 ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");

    /** What the client is told of its connection. */
    enum Connection {
        /** Nothing: it stays, as HTTP/1.1 has it. */
        STAYS,
        /** It stays, and a client that speaks HTTP/1.0 must be told so. */
        STAYS_OLD,
        /** It closes after this answer. */
        CLOSES,
        /** The protocol changes. */
        UPGRADES
    }

    private ResponseHead() {}

    static ByteBuf write(
            HttpResponse response,
            Exchange exchange,
            Endpoint endpoint,
            boolean chunked,
            Connection connection,
            HeadBuffer head,
            ByteBufAllocator allocator) {
        HttpHeaders headers = response.headers();
        int code = response.status().code();
        head.clear();
        if (code == 200 && response.status().reasonPhrase().equals("OK")) {
            head.put(OK);
        } else {
            head.put(VERSION)
                    .put(response.status().codeAsText())
                    .put(' ')
                    .put(response.status().reasonPhrase())
                    .put('\r', '\n');
        }
        // RFC 9110 section 15.5.22: a 426 must say what to upgrade to.
        boolean tellsUpgrade = connection == Connection.UPGRADES || code == 426;
        String options = HopByHop.options(headers);
        String upgrade = tellsUpgrade ? headers.get(HttpHeaderNames.UPGRADE) : null;
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            CharSequence name = field.getKey();
            if (!HopByHop.isHopByHop(name) && !isWrongLength(name, code, chunked) && !HopByHop.names(options, name)) {
                head.line(name, value(exchange, endpoint, name, field.getValue()));
            }
        }
        if (chunked) {
            head.put(CHUNKED);
        }
        putConnection(head, connection, upgrade);
        return head.put('\r', '\n').toBuffer(allocator);
    }

    private static void putConnection(HeadBuffer head, Connection connection, @Nullable String upgrade) {
        if (upgrade != null) {
            head.put("Upgrade: ").put(upgrade).put('\r', '\n');
            head.put(connection == Connection.CLOSES ? "Connection: Upgrade, close\r\n" : "Connection: Upgrade\r\n");
            return;
        }
        switch (connection) {
            case CLOSES -> head.put(CLOSE);
            case STAYS_OLD -> head.put(KEEP_ALIVE);
            case STAYS, UPGRADES -> {}
        }
    }

    /** RFC 9110 section 8.6: no length with 1xx and 204, nor beside a transfer coding. */
    private static boolean isWrongLength(CharSequence name, int code, boolean chunked) {
        return name.length() == 14
                && (chunked || code < 200 || code == 204)
                && HopByHop.is(HttpHeaderNames.CONTENT_LENGTH, name);
    }

    private static CharSequence value(Exchange exchange, Endpoint endpoint, CharSequence name, CharSequence value) {
        boolean place = (name.length() == 8 && HopByHop.is(HttpHeaderNames.LOCATION, name))
                || (name.length() == 16 && HopByHop.is(HttpHeaderNames.CONTENT_LOCATION, name));
        if (!place) {
            return value;
        }
        ForwardedHeaders forwarded = exchange.client.forwarded();
        HttpHeaders request = exchange.request.headers();
        return Redirects.mapped(
                value.toString(),
                endpoint.authority(),
                endpoint.scheme(),
                forwarded.scheme(request),
                forwarded.host(request, exchange.host));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
