package dev.pawse.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an {@link ApiServer} was asked. Immutable. */
public final class ApiRequest {
    private static final int MOST_KEPT = 256 * 1024;

    private final String method;
    private final String path;
    private final Map<String, String> segments;
    private final Map<String, List<String>> query;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    ApiRequest(
            String method,
            String path,
            Map<String, String> segments,
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            byte[] body) {
        this.method = method;
        this.path = path;
        this.segments = segments;
        this.query = query;
        this.headers = headers;
        this.body = body;
    }

    public String method() {
        return method;
    }

    /** The path as it was sent, without the query. */
    public String path() {
        return path;
    }

    /** What stood in the place of {@code {name}}, decoded. */
    public String segment(String name) {
        String value = segments.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the pattern has no {" + name + "}");
        }
        return value;
    }

    /** The parameters of the query by name, decoded. */
    public Map<String, List<String>> query() {
        return query;
    }

    /** The first value of a parameter of the query. */
    public Optional<String> parameter(String name) {
        return first(query.get(name));
    }

    /** The first value of a header, by its name in whatever case. */
    public Optional<String> header(String name) {
        return first(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body, read whole; empty in what {@link ApiServer#requests} tells of a request with more than 256 KiB. */
    public byte[] body() {
        return body.clone();
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** What is kept of it for later: not a body of a size that would fill the memory, as that of an upload. */
    ApiRequest kept() {
        return body.length <= MOST_KEPT ? this : new ApiRequest(method, path, segments, query, headers, new byte[0]);
    }

    ApiRequest with(Map<String, String> found) {
        return new ApiRequest(method, path, Map.copyOf(found), query, headers, body);
    }

    private static Optional<String> first(@Nullable List<String> values) {
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
