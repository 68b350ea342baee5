package dev.pawse.http;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** One call, put together and then sent by one of its last methods. Used by one thread, and sent once. */
public final class ApiCall {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final JsonApi api;
    private final String method;
    private final boolean ours;
    private final HttpUrl.Builder url;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable RequestBody body;
    private @Nullable ApiErrors errors;
    private boolean repeatable;

    ApiCall(JsonApi api, String method, HttpUrl url, boolean ours) {
        this.api = api;
        this.method = method;
        this.ours = ours;
        this.url = url.newBuilder();
        repeatable = Set.of("GET", "HEAD", "PUT", "DELETE").contains(method);
    }

    /** Adds a parameter to the query. */
    public ApiCall query(String name, String value) {
        url.addQueryParameter(name, value);
        return this;
    }

    /** Sets a header, over the one that every call has. */
    public ApiCall header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Sends a value as JSON. */
    public ApiCall json(Object value) {
        body = RequestBody.create(Json.MAPPER.writeValueAsBytes(value), JSON);
        return this;
    }

    /** Sends a body of another kind. */
    public ApiCall body(RequestBody value) {
        body = value;
        return this;
    }

    /** The call sets a state, so that doing it twice does no harm: it may be tried again. */
    public ApiCall repeatable() {
        repeatable = true;
        return this;
    }

    /** The call is not tried again even where its method would allow it. */
    public ApiCall once() {
        repeatable = false;
        return this;
    }

    /** Refusals of this call are read differently. */
    public ApiCall errors(ApiErrors value) {
        errors = value;
        return this;
    }

    /** Sends it and passes over what comes back. */
    public void send() {
        api.send(this);
    }

    /** Sends it and returns the answer, which is a success. */
    public ApiAnswer answer() {
        return api.send(this);
    }

    /** Sends it and reads the answer. */
    public <T> T read(Class<T> type) {
        return parse(answer(), type);
    }

    /** Sends it and reads the answer, which is a JSON array. */
    public <T> List<T> list(Class<T> type) {
        return parseList(answer(), type);
    }

    /** Sends it and reads the answer as a tree. */
    public JsonNode tree() {
        return parse(answer(), JsonNode.class);
    }

    /** Sends it and reads the answer; empty when there is no such thing. */
    public <T> Optional<T> find(Class<T> type) {
        try {
            return Optional.of(read(type));
        } catch (PawseException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Sends it and hands out the body as it comes.
     *
     * @param silence how long a read may wait for the other side; zero for ever
     */
    public BodyStream open(Duration silence) {
        return api.open(this, silence);
    }

    /** Reads an answer of this call, for who needs its headers too. */
    public <T> T parse(ApiAnswer answer, Class<T> type) {
        try {
            T value = Json.MAPPER.readValue(answer.body(), type);
            if (value == null) {
                throw api.garbage(this);
            }
            return value;
        } catch (JacksonException e) {
            // Not as a cause: its message quotes the body.
            throw api.garbage(this);
        }
    }

    /** Reads an answer of this call that is a JSON array. */
    public <T> List<T> parseList(ApiAnswer answer, Class<T> type) {
        try {
            List<T> values = Json.MAPPER.readerForListOf(type).readValue(answer.body());
            if (values == null) {
                throw api.garbage(this);
            }
            return List.copyOf(values);
        } catch (JacksonException | NullPointerException e) {
            throw api.garbage(this);
        }
    }

    String method() {
        return method;
    }

    HttpUrl url() {
        return url.build();
    }

    boolean ours() {
        return ours;
    }

    /** Whether the platform is another one after it. */
    boolean changes() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    boolean isRepeatable() {
        return repeatable;
    }

    Map<String, String> headers() {
        return headers;
    }

    ApiErrors errorsOr(ApiErrors usual) {
        return errors == null ? usual : errors;
    }

    boolean accepts(int status) {
        return status >= 200 && status < 300;
    }

    @Nullable
    RequestBody body() {
        return body == null && WITH_BODY.contains(method) ? RequestBody.create(new byte[0], null) : body;
    }

    /** A body that is read from a stream once; a call that has one is not repeated. */
    public ApiCall stream(InputStream in, String type, long length) {
        repeatable = false;
        body = new StreamBody(() -> in, MediaType.get(type), length);
        return this;
    }

    @Override
    public String toString() {
        return method + " " + RedactingLog.shown(url().uri(), ours);
    }
}
