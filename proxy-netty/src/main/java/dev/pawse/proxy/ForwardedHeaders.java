package dev.pawse.proxy;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an app is told of the client it does not see: X-Forwarded-For, -Proto, -Host and Forwarded (RFC 7239). Belongs to one
 * client's connection. What the client itself says of these is believed only from a trusted peer.
 */
final class ForwardedHeaders {
    private static final AsciiString FOR = AsciiString.cached("X-Forwarded-For");
    private static final AsciiString PROTO = AsciiString.cached("X-Forwarded-Proto");
    private static final AsciiString HOST = AsciiString.cached("X-Forwarded-Host");
    private static final AsciiString PORT = AsciiString.cached("X-Forwarded-Port");
    private static final AsciiString FORWARDED = AsciiString.cached("Forwarded");
    private static final AsciiString REAL_IP = AsciiString.cached("X-Real-IP");
    private static final AsciiString PREFIX = AsciiString.cached("x-forwarded-");

    private final String address;
    private final boolean trusted;
    private @Nullable String lastHost;
    private byte[] lastLines = new byte[0];

    ForwardedHeaders(InetSocketAddress peer, TrustedPeers peers) {
        InetAddress ip = peer.getAddress();
        address = ip == null ? "unknown" : text(ip);
        trusted = peers.contains(peer);
    }

    /** Whether a request's field is one that these lines replace. */
    static boolean replaces(CharSequence name) {
        return switch (name.length()) {
            case 9 -> HopByHop.is(FORWARDED, name) || HopByHop.is(REAL_IP, name);
            default ->
                name.length() > PREFIX.length() && AsciiString.regionMatches(name, true, 0, PREFIX, 0, PREFIX.length());
        };
    }

    /** Whether the client came here by HTTPS: only a trusted peer can say so, because nothing here ends TLS. */
    String scheme(HttpHeaders request) {
        String proto = trusted ? request.get(PROTO) : null;
        return proto != null && proto.trim().equalsIgnoreCase("https") ? "https" : "http";
    }

    /** The host under which the client knows the app. */
    String host(HttpHeaders request, String host) {
        String said = trusted ? request.get(HOST) : null;
        return said != null && Authority.parse(said.trim()) != null ? said.trim() : host;
    }

    /** The lines for a request to a host, ready to be sent. */
    byte[] lines(HttpHeaders request, String host) {
        if (trusted) {
            return trustedLines(request, host);
        }
        if (!host.equals(lastHost)) {
            lastLines = text(address, "http", host, element(host, "http"), null);
            lastHost = host;
        }
        return lastLines;
    }

    private byte[] trustedLines(HttpHeaders request, String host) {
        String scheme = scheme(request);
        String seenHost = host(request, host);
        return text(
                joined(request, FOR, address),
                scheme,
                seenHost,
                joined(request, FORWARDED, element(host, scheme)),
                request.get(PORT));
    }

    private static String joined(HttpHeaders request, AsciiString name, String last) {
        String before = String.join(", ", request.getAll(name));
        return before.isEmpty() ? last : before + ", " + last;
    }

    private String element(String host, String scheme) {
        String node = address.indexOf(':') >= 0 ? "\"[" + address + "]\"" : address;
        return "for=" + node + ";host=\"" + host + "\";proto=" + scheme;
    }

    private static byte[] text(String client, String scheme, String host, String forwarded, @Nullable String port) {
        String lines = FOR + ": " + client + "\r\n" + PROTO + ": " + scheme + "\r\n" + HOST + ": " + host + "\r\n"
                + FORWARDED + ": " + forwarded + "\r\n" + (port == null ? "" : PORT + ": " + port + "\r\n");
        return lines.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(InetAddress ip) {
        String text = ip.getHostAddress();
        int zone = ip instanceof Inet6Address ? text.indexOf('%') : -1;
        return zone < 0 ? text : text.substring(0, zone);
    }
}
