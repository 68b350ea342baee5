package dev.pawse.proxy;

import dev.pawse.core.AppPolicy;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells a person who opens a page from everything else, so that only a person gets to see a page that waits. */
final class Navigation {
    private static final AsciiString MODE = AsciiString.cached("Sec-Fetch-Mode");
    private static final AsciiString DEST = AsciiString.cached("Sec-Fetch-Dest");
    private static final AsciiString REQUESTED_WITH = AsciiString.cached("X-Requested-With");
    private static final Set<String> PLACES = Set.of("document", "iframe", "frame");

    private Navigation() {}

    /** Whether a request to an app that wakes gets the waiting page rather than being held. */
    static boolean getsPage(AppPolicy.WakeMode mode, Exchange exchange) {
        return switch (mode) {
            case HOLD, NEVER -> false;
            case AUTO, PAGE ->
                exchange.upgrade == null
                        && isPage(
                                exchange.request.method(), exchange.request.headers(), mode == AppPolicy.WakeMode.PAGE);
        };
    }

    static boolean isPage(HttpMethod method, HttpHeaders headers, boolean whoeverAcceptsHtml) {
        if (!HttpMethod.GET.equals(method) && !HttpMethod.HEAD.equals(method)) {
            return false;
        }
        String place = headers.get(DEST);
        if (place != null && !PLACES.contains(place)) {
            return false;
        }
        String mode = headers.get(MODE);
        if (mode != null && !whoeverAcceptsHtml) {
            return mode.equals("navigate");
        }
        return !headers.contains(REQUESTED_WITH) && acceptsHtml(headers.getAll(HttpHeaderNames.ACCEPT));
    }

    private static boolean acceptsHtml(List<String> accept) {
        for (String line : accept) {
            if (line.toLowerCase(Locale.ROOT).contains("text/html")) {
                return true;
            }
        }
        return false;
    }
}
