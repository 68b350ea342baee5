package dev.pawse.core;

import dev.pawse.spi.App;
import dev.pawse.spi.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the endpoints of an app whether they answer. Without a path any answer counts, also 401 or 404; with one, any status below
 * 500. What the platform says in the app's place never counts. Blocks for a few seconds at most.
 */
final class ReadinessProbe {
    private static final Logger LOG = LoggerFactory.getLogger(ReadinessProbe.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Executor blocking;
    private @Nullable HttpClient client;

    ReadinessProbe(Executor blocking) {
        this.blocking = blocking;
    }

    /** The endpoints that answer; all are asked at once. */
    List<URI> answering(Provider provider, App app, @Nullable String path) {
        Map<URI, CompletableFuture<Boolean>> asked = new LinkedHashMap<>();
        app.endpoints().forEach(endpoint -> asked.put(endpoint, answers(provider, app, endpoint, path)));
        return app.endpoints().stream()
                .filter(endpoint -> asked.getOrDefault(endpoint, CompletableFuture.completedFuture(false))
                        .join())
                .toList();
    }

    private CompletableFuture<Boolean> answers(Provider provider, App app, URI endpoint, @Nullable String path) {
        String name = app.upstreamHost();
        if (name != null) {
            return CompletableFuture.supplyAsync(() -> answersAs(provider, name, endpoint, path), blocking);
        }
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(path == null ? "/" : path))
                .timeout(ANSWER)
                .header("User-Agent", "Pawse-Probe")
                .build();
        return client().sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .handle((response, failure) -> {
                    if (failure != null) {
                        LOG.debug("{} does not answer yet: {}", endpoint, failure.toString());
                        return false;
                    }
                    return counts(provider, response, path);
                });
    }

    private static boolean answersAs(Provider provider, String name, URI endpoint, @Nullable String path) {
        try {
            NamedProbe.Answer answer = NamedProbe.ask(endpoint, name, path == null ? "/" : path, CONNECT, ANSWER, () ->
                    (SSLSocketFactory) SSLSocketFactory.getDefault());
            return counts(provider, answer.status(), answer::header, path);
        } catch (IOException e) {
            LOG.debug("{} does not answer yet as {}: {}", endpoint, name, e.toString());
            return false;
        }
    }

    /** Made when it is first needed: it sets up TLS, for which a command that probes nothing should not wait. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .executor(blocking)
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .build();
        }
        return client;
    }

    private static boolean counts(Provider provider, HttpResponse<InputStream> response, @Nullable String path) {
        try {
            // The status is enough: closing it early spares reading a long body.
            response.body().close();
        } catch (IOException e) {
            LOG.debug("{} ended its answer early: {}", response.uri(), e.toString());
        }
        return counts(
                provider,
                response.statusCode(),
                name -> response.headers().firstValue(name).orElse(null),
                path);
    }

    private static boolean counts(
            Provider provider, int status, Function<String, @Nullable String> headers, @Nullable String path) {
        return !provider.isPlatformAnswer(status, headers) && (path == null || status < 500);
    }
}
