package dev.pawse.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** An answer that was read whole. */
public final class ApiAnswer {
    private final int status;
    private final Function<String, @Nullable String> headers;
    private final byte[] body;

    ApiAnswer(int status, Function<String, @Nullable String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /** The first value of a header by its name, in whatever case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.apply(name));
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as a JSON tree, or a missing node when it is no JSON: an error's body may be anything. */
    public JsonNode tree() {
        try {
            JsonNode tree = Json.MAPPER.readTree(body);
            return tree == null ? Json.MAPPER.missingNode() : tree;
        } catch (JacksonException e) {
            return Json.MAPPER.missingNode();
        }
    }

    byte[] body() {
        return body;
    }

    /** Without the body, which may hold secrets. */
    @Override
    public String toString() {
        return status + " (" + body.length + " bytes)";
    }
}
