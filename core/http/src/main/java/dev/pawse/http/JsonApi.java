package dev.pawse.http;

import dev.pawse.spi.Mandate;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Urgency;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One JSON API under one address with one credential. Calls block, are safe from many threads and fail with a {@link PawseException}
 * whose reason tells what can be done; each takes its turn in the call budget, is repeated where that does no harm, and carries
 * {@code User-Agent: pawse/…}. Nothing of a header or a body ever reaches a log.
 */
public final class JsonApi {
    private static final int MAX_BODY = 64 * 1024 * 1024;
    private static final String USER_AGENT = "pawse/" + version();

    private final Builder parts;
    private final HttpUrl base;

    // Jackson's mapper takes a tenth of a second in a process that has just begun, in which the first call can be on
    // its way.
    static {
        Thread mapper = new Thread(() -> Json.MAPPER.reader(), "pawse-json");
        mapper.setDaemon(true);
        mapper.start();
    }

    private JsonApi(Builder parts) {
        this.parts = parts;
        base = HttpUrl.get(parts.base);
    }

    /**
     * Starts an API.
     *
     * @param platform its name for people, e.g. {@code heroku}
     * @param base what every path is appended to
     */
    public static Builder builder(Network network, String platform, URI base) {
        return new Builder(network, platform, base);
    }

    /** Starts a GET; each segment of the path is encoded. */
    public ApiCall get(String... segments) {
        return call("GET", segments);
    }

    /** Starts a POST, which is not repeated unless {@link ApiCall#repeatable()} says so. */
    public ApiCall post(String... segments) {
        return call("POST", segments);
    }

    /** Starts a PUT. */
    public ApiCall put(String... segments) {
        return call("PUT", segments);
    }

    /** Starts a PATCH, which is not repeated unless {@link ApiCall#repeatable()} says so. */
    public ApiCall patch(String... segments) {
        return call("PATCH", segments);
    }

    /** Starts a DELETE. */
    public ApiCall delete(String... segments) {
        return call("DELETE", segments);
    }

    /**
     * Starts a call to an address that the platform handed out: a signed download, a stream of output. It gets neither our credential
     * nor our headers and costs no call of the budget.
     */
    public ApiCall signed(String method, URI address) {
        return new ApiCall(this, method, url(address), false);
    }

    private ApiCall call(String method, String... segments) {
        HttpUrl.Builder url = base.newBuilder();
        for (String segment : segments) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new PawseException(Reason.INVALID, "'" + segment + "' cannot be a name on " + parts.platform);
            }
            url.addPathSegment(segment);
        }
        return new ApiCall(this, method, url.build(), true);
    }

    /** Sends a call and reads its answer whole. */
    ApiAnswer send(ApiCall call) {
        return exchange(call, parts.network.client(), (sent, response) -> {
            try (response) {
                return read(response);
            }
        });
    }

    /** Sends a call and hands out its answer's body; only an answer that is a success. */
    BodyStream open(ApiCall call, Duration silence) {
        OkHttpClient patient = parts.network
                .client()
                .newBuilder()
                .readTimeout(silence.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        return exchange(call, patient, BodyStream::new);
    }

    private interface Reader<T> {
        T read(Call sent, Response response) throws IOException;
    }

    private <T> T exchange(ApiCall call, OkHttpClient client, Reader<T> reader) {
        boolean renewed = false;
        for (int attempt = 1; ; attempt++) {
            URI uri = call.url().uri();
            if (call.ours()) {
                parts.budget.take(Urgency.current());
            }
            Map<String, String> credential = call.ours() ? parts.credential.headers(call.method(), uri) : Map.of();
            if (call.changes()) {
                Mandate.require();
            }
            Optional<Duration> wait;
            PawseException failure;
            try {
                Attempt<T> answered = attempt(call, request(call, credential), client, reader);
                if (answered.value() != null) {
                    return answered.value();
                }
                ApiAnswer refusal = answered.refusal();
                if (call.ours() && refusal.status() == 401 && !renewed && parts.credential.renew(credential)) {
                    renewed = true;
                    continue;
                }
                failure = call.errorsOr(parts.errors).failure(parts.platform, refusal);
                if (call.ours() && failure.reason() == Reason.RATE_LIMITED && refusal.status() != 429) {
                    // A platform that says it in its own words.
                    parts.budget.refused(failure.retryAfter().orElse(parts.refusedFor));
                }
                wait = waitAfter(call, failure, attempt);
            } catch (IOException e) {
                RedactingLog.failed(call.method(), uri, call.ours(), e);
                failure = broken(call, e);
                wait = call.isRepeatable() ? parts.retries.wait(attempt, Optional.empty()) : Optional.empty();
            }
            if (wait.isEmpty()) {
                throw failure;
            }
            RedactingLog.again(call.method(), uri, call.ours(), wait.get());
            Pauses.pause(parts.clock, wait.get());
        }
    }

    /** Either what was asked for or the refusal. */
    private record Attempt<T>(@Nullable T value, ApiAnswer refusal) {}

    private <T> Attempt<T> attempt(ApiCall call, Request request, OkHttpClient client, Reader<T> reader)
            throws IOException {
        long began = System.nanoTime();
        Call sent = client.newCall(request);
        Response response = sent.execute();
        boolean open = true;
        try {
            RedactingLog.answered(
                    call.method(),
                    call.url().uri(),
                    call.ours(),
                    response.code(),
                    Duration.ofNanos(System.nanoTime() - began),
                    parts.errors
                            .requestId(new ApiAnswer(response.code(), response::header, new byte[0]))
                            .orElse(null));
            if (call.ours()) {
                learn(response);
            }
            ApiAnswer head = new ApiAnswer(response.code(), response::header, new byte[0]);
            if (!call.accepts(response.code())) {
                return new Attempt<>(null, read(response));
            }
            T value = reader.read(sent, response);
            open = false;
            return new Attempt<>(value, head);
        } finally {
            if (open) {
                response.close();
            }
        }
    }

    private void learn(Response response) {
        int remaining = parts.remaining.applyAsInt(new ApiAnswer(response.code(), response::header, new byte[0]));
        if (remaining >= 0) {
            parts.budget.learn(remaining);
        }
        if (response.code() == 429) {
            String after = response.header("Retry-After");
            parts.budget.refused(
                    after == null
                            ? parts.refusedFor
                            : RetryAfter.seconds(after).map(Duration::ofSeconds).orElse(parts.refusedFor));
        }
    }

    /** A call that was refused for coming too soon had no effect; any other one may have had. */
    private Optional<Duration> waitAfter(ApiCall call, PawseException failure, int attempt) {
        return switch (failure.reason()) {
            case RATE_LIMITED ->
                parts.retries.wait(attempt, Optional.of(failure.retryAfter().orElse(parts.refusedFor)));
            case UNAVAILABLE ->
                call.isRepeatable() ? parts.retries.wait(attempt, failure.retryAfter()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private PawseException broken(ApiCall call, IOException failure) {
        // Neither the address nor the cause's message is told: both may hold what was sent.
        if (failure instanceof SocketTimeoutException || failure instanceof java.io.InterruptedIOException) {
            return call.isRepeatable()
                    ? new PawseException(Reason.UNAVAILABLE, parts.platform + " did not answer in time")
                    : new PawseException(
                            Reason.TIMEOUT,
                            parts.platform + " did not answer in time; whether it did what was asked is not known");
        }
        return new PawseException(
                Reason.UNAVAILABLE,
                parts.platform + " cannot be reached: " + call.url().host() + " ("
                        + failure.getClass().getSimpleName() + ")");
    }

    private static ApiAnswer read(Response response) throws IOException {
        byte[] body = response.body().byteStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new IOException("an answer of more than " + MAX_BODY + " bytes");
        }
        return new ApiAnswer(response.code(), response::header, body);
    }

    private Request request(ApiCall call, Map<String, String> credential) {
        Request.Builder request = new Request.Builder().url(call.url()).method(call.method(), call.body());
        request.header("User-Agent", USER_AGENT);
        if (call.ours()) {
            parts.headers.forEach(request::header);
        }
        call.headers().forEach(request::header);
        credential.forEach(request::header);
        return request.build();
    }

    /** The failure when a success cannot be read. */
    PawseException garbage(ApiCall call) {
        return new PawseException(
                Reason.UNAVAILABLE,
                parts.platform + " answered something that could not be read ("
                        + RedactingLog.shown(call.url().uri(), call.ours()) + ")");
    }

    private static HttpUrl url(URI address) {
        HttpUrl url = HttpUrl.get(address);
        if (url == null) {
            throw new PawseException(Reason.UNAVAILABLE, "the platform handed out an address that is none");
        }
        return url;
    }

    private static String version() {
        String version = JsonApi.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    /** Collects the parts of an API. Not safe for several threads. */
    public static final class Builder {
        private final Network network;
        private final String platform;
        private final URI base;
        private Credential credential = Credential.none();
        private Map<String, String> headers = Map.of("Accept", "application/json");
        private ApiErrors errors = answer -> Optional.empty();
        private Clock clock = Clock.systemUTC();
        private CallBudget budget = CallBudget.of(clock, 1_000_000, 60_000_000);
        private ToIntFunction<ApiAnswer> remaining = answer -> -1;
        private Retries retries = Retries.DEFAULT;
        private Duration refusedFor = Duration.ofSeconds(5);

        private Builder(Network network, String platform, URI base) {
            this.network = network;
            this.platform = platform;
            this.base = base;
        }

        public Builder credential(Credential value) {
            credential = value;
            return this;
        }

        /** The headers of every call; they take the place of {@code Accept: application/json}. */
        public Builder headers(Map<String, String> value) {
            headers = Map.copyOf(value);
            return this;
        }

        public Builder errors(ApiErrors value) {
            errors = value;
            return this;
        }

        /** The budget, to be shared by all that use the same credential, and the clock that waits go by. */
        public Builder budget(CallBudget value, Clock by) {
            budget = value;
            clock = by;
            return this;
        }

        /** How many calls an answer says are left, below 0 when it does not. */
        public Builder remaining(ToIntFunction<ApiAnswer> value) {
            remaining = value;
            return this;
        }

        public Builder retries(Retries value) {
            retries = value;
            return this;
        }

        /** How long to keep away after a refusal that does not say how long. */
        public Builder refusedFor(Duration value) {
            refusedFor = value;
            return this;
        }

        public JsonApi build() {
            return new JsonApi(this);
        }
    }
}
