package dev.pawse.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The head of a request to a {@link SocketServer}.
 *
 * @param target the path as it was sent, also that of a CONNECT
 * @param headers by name in lower case
 */
public record SocketRequest(String method, URI target, Map<String, String> headers) {
    /** Keeps what it is given. */
    public SocketRequest {
        headers = Map.copyOf(headers);
    }

    static SocketRequest read(InputStream in, int most) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 || head.length() > most) {
                throw new EOFException("no head");
            }
            head.append((char) next);
        }
        List<String> lines = List.of(head.toString().split("\r\n", 0));
        String[] first = lines.get(0).split(" ", -1);
        Map<String, String> headers = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new SocketRequest(first[0], URI.create(first[1]), Map.copyOf(headers));
    }

    /** A header, or nothing. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The path in parts. */
    public List<String> segments() {
        return List.of(target.getPath().replaceFirst("^/", "").split("/"));
    }

    /** The first value of a parameter of the query, or nothing. */
    public String parameter(String name) {
        String query = target.getRawQuery() == null ? "" : target.getRawQuery();
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /** Whether a web socket is asked for. */
    public boolean isUpgrade() {
        return header("upgrade").equalsIgnoreCase("websocket");
    }

    /** The password of Basic authentication when the user is empty, else nothing. */
    public String password() {
        String value = header("authorization");
        if (!value.startsWith("Basic ")) {
            return "";
        }
        String decoded = new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8);
        return decoded.startsWith(":") ? decoded.substring(1) : "";
    }

    /** Reads the body, which follows the head. */
    public byte[] body(InputStream in) throws IOException {
        if (header("transfer-encoding").equalsIgnoreCase("chunked")) {
            return chunked(in);
        }
        String length = header("content-length");
        return in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
    }

    private static byte[] chunked(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            StringBuilder size = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("a chunk without a size");
                }
                size.append((char) next);
            }
            int length = Integer.parseInt(size.toString().strip(), 16);
            body.write(in.readNBytes(length));
            in.readNBytes(2);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }
}
