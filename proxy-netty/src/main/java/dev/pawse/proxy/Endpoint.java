package dev.pawse.proxy;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where one process of an app answers.
 *
 * @param address resolved where the host is an address already
 * @param scheme {@code http} or {@code https}
 * @param host the name that TLS asks for
 * @param authority what the Host field says
 * @param hostLine the Host field, ready to be sent
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by identity only.
record Endpoint(InetSocketAddress address, String scheme, String host, String authority, byte[] hostLine) {
    /**
     * Reads an endpoint as providers report it.
     *
     * @param name the name by which it is asked, or null for its own
     */
    static Endpoint of(URI uri, @Nullable String name) {
        String scheme = "https".equalsIgnoreCase(uri.getScheme()) ? "https" : "http";
        String place = uri.getHost();
        if (place == null) {
            throw new IllegalArgumentException("'" + uri + "' names no host");
        }
        int standard = scheme.equals("https") ? 443 : 80;
        int port = uri.getPort() < 0 ? standard : uri.getPort();
        String host = name == null ? place : name;
        String authority = port == standard ? host : host + ":" + port;
        return new Endpoint(
                address(bare(place), port),
                scheme,
                bare(host),
                authority,
                ("Host: " + authority + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** An IPv6 address without its brackets. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    boolean isTls() {
        return scheme.equals("https");
    }

    /** What a browser would call this place. */
    String origin() {
        return scheme + "://" + authority;
    }

    private static InetSocketAddress address(String host, int port) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal == null) {
            return InetSocketAddress.createUnresolved(host, port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(literal), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of the right length is an address", e);
        }
    }
}
