package dev.pawse.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields that concern one connection only and go no further (RFC 9110 section 7.6.1). */
final class HopByHop {
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");

    private HopByHop() {}

    /** Whether a field is hop-by-hop whether or not the Connection field names it. */
    static boolean isHopByHop(CharSequence name) {
        return switch (name.length()) {
            case 2 -> is(HttpHeaderNames.TE, name);
            case 7 -> is(HttpHeaderNames.UPGRADE, name);
            case 10 -> is(HttpHeaderNames.CONNECTION, name) || is(KEEP_ALIVE, name);
            case 16 -> is(PROXY_CONNECTION, name);
            case 17 -> is(HttpHeaderNames.TRANSFER_ENCODING, name);
            case 19 -> is(HttpHeaderNames.PROXY_AUTHORIZATION, name);
            default -> false;
        };
    }

    /** The options of the Connection field, or null when there is nothing in it but {@code keep-alive} or {@code close}. */
    static @Nullable String options(HttpHeaders headers) {
        String first = headers.get(HttpHeaderNames.CONNECTION);
        if (first == null || "keep-alive".equalsIgnoreCase(first) || "close".equalsIgnoreCase(first)) {
            List<String> all = first == null ? List.of() : headers.getAll(HttpHeaderNames.CONNECTION);
            return all.size() <= 1 ? null : String.join(",", all);
        }
        return String.join(",", headers.getAll(HttpHeaderNames.CONNECTION));
    }

    /** Whether a list of options separated by commas names this one. */
    static boolean names(@Nullable String options, CharSequence option) {
        if (options == null) {
            return false;
        }
        int length = option.length();
        int at = 0;
        while (at < options.length()) {
            int end = options.indexOf(',', at);
            if (end < 0) {
                end = options.length();
            }
            int from = at;
            int to = end;
            while (from < to && isBlank(options.charAt(from))) {
                from++;
            }
            while (to > from && isBlank(options.charAt(to - 1))) {
                to--;
            }
            if (to - from == length && AsciiString.regionMatches(options, true, from, option, 0, length)) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    static boolean is(AsciiString known, CharSequence name) {
        return known.contentEqualsIgnoreCase(name);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
