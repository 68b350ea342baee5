package dev.pawse.ecs;

import dev.pawse.http.Json;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Opens Live Tail sessions of one log group. The SDK has them for its asynchronous transports alone, so the request is made and signed
 * here. Safe for many threads.
 */
final class LiveTails {
    private static final MediaType JSON = MediaType.get("application/x-amz-json-1.1");
    private static final Map<String, String> TARGET = Map.of("X-Amz-Target", "Logs_20140328.StartLiveTail");

    /** Something comes every second. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private static final long MOST_ERROR = 64 * 1024L;

    private final AwsClients clients;
    private final Lazy<OkHttpClient> http;
    private final Lazy<String> account;

    /** AWS opens no session; a log can be followed without. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    LiveTails(AwsClients clients) {
        this.clients = clients;
        http = new Lazy<>(() -> clients.network()
                .client()
                .newBuilder()
                .readTimeout(SILENCE.toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .build());
        account =
                new Lazy<>(() -> clients.sts().getCallerIdentity(request -> {}).account());
    }

    /**
     * Opens a session.
     *
     * @param prefix what the names of the streams begin with, or null for all
     * @param filter a filter pattern of CloudWatch, or null for none
     * @throws Refused when Live Tail is not to be had: it is not allowed, or there are too many sessions
     * @throws PawseException {@link Reason#UNAVAILABLE} when AWS cannot be reached
     */
    LiveTailSession open(String group, @Nullable String prefix, @Nullable String filter) throws Refused {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("logGroupIdentifiers", List.of(arn(group)));
        if (prefix != null) {
            input.put("logStreamNamePrefixes", List.of(prefix));
        }
        if (filter != null) {
            input.put("logEventFilterPattern", filter);
        }
        byte[] body = Json.MAPPER.writeValueAsBytes(input);
        IOException unknown = new IOException("no address");
        for (URI address : addresses()) {
            Call call = http.get().newCall(SignedPost.of(clients, "logs", address, JSON, TARGET, body));
            try {
                return accepted(call, call.execute());
            } catch (UnknownHostException e) {
                unknown = e;
            } catch (IOException e) {
                throw unreachable(e);
            }
        }
        throw unreachable(unknown);
    }

    /** The second is the older one, which is not reached from a network without a way out. */
    private List<URI> addresses() {
        String suffix =
                clients.region() + "." + clients.region().metadata().partition().dnsSuffix();
        return clients.endpoint("CLOUDWATCH_LOGS")
                .map(List::of)
                .orElseGet(() -> List.of(
                        URI.create("https://stream-logs." + suffix), URI.create("https://streaming-logs." + suffix)));
    }

    /** Without the account's number there is no name for a group here. */
    private String arn(String group) throws Refused {
        if (group.startsWith("arn:")) {
            return group.replaceFirst(":\\*$", "");
        }
        String number;
        try {
            number = account.get();
        } catch (PawseException e) {
            throw new Refused("the account is unknown: " + e.message());
        }
        String partition = clients.region().metadata().partition().id();
        return "arn:" + partition + ":logs:" + clients.region() + ":" + number + ":log-group:" + group;
    }

    private static LiveTailSession accepted(Call call, Response response) throws IOException, Refused {
        if (response.isSuccessful()) {
            return new LiveTailSession(call, response);
        }
        try (response) {
            JsonNode error = error(response);
            String code = error.path("__type").asString("").replaceFirst(".*#", "");
            String said = error.path("message").asString(error.path("Message").asString("HTTP " + response.code()));
            Reason reason = reason(response.code(), code);
            if (reason == Reason.FORBIDDEN || reason == Reason.RATE_LIMITED || reason == Reason.INVALID) {
                throw new Refused(said);
            }
            throw new PawseException(reason, "live tail: " + said);
        }
    }

    private static Reason reason(int status, String code) {
        return switch (code) {
            case "AccessDeniedException", "InvalidOperationException" -> Reason.FORBIDDEN;
            case "LimitExceededException", "ThrottlingException" -> Reason.RATE_LIMITED;
            case "ResourceNotFoundException" -> Reason.NOT_FOUND;
            case "ExpiredTokenException", "UnrecognizedClientException" -> Reason.UNAUTHORIZED;
            default -> status >= 500 ? Reason.UNAVAILABLE : Reason.INVALID;
        };
    }

    private static JsonNode error(Response response) throws IOException {
        byte[] body = response.peekBody(MOST_ERROR).bytes();
        try {
            return Json.MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            return Json.MAPPER.createObjectNode();
        }
    }

    private static PawseException unreachable(IOException e) {
        return new PawseException(Reason.UNAVAILABLE, "live tail cannot be reached: " + e.getMessage(), e);
    }
}
