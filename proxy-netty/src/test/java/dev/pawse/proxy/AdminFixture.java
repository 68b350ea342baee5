package dev.pawse.proxy;

import dev.pawse.core.BlockingExecutors;
import dev.pawse.core.Pawse;
import dev.pawse.core.PawseConfig;
import dev.pawse.spi.AppState;
import dev.pawse.spi.Secret;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real admin listener in front of an engine whose platform has the apps {@code shop} (stopped; boots in 2 s of a clock that
 * is moved by hand), {@code blog} (running) and, like a second platform, another {@code blog}.
 */
final class AdminFixture implements AutoCloseable {
    static final String TOKEN = "the-right-token";
    static final Duration BOOT = Duration.ofSeconds(2);

    final ManualClock clock = ManualClock.create();
    final FakeProvider platform =
            FakeProvider.builder("test").clock(clock).bootTakes(BOOT).build();
    final FakeProvider other = FakeProvider.builder("other").build();
    final AtomicBoolean engineReady = new AtomicBoolean(true);
    final AtomicReference<String> registryTrouble = new AtomicReference<>();
    final Readiness readiness = new Readiness(engineReady::get, () -> Optional.ofNullable(registryTrouble.get()));
    final Metrics metrics = new Metrics();
    /** What a reload reads. */
    final Map<String, String> settings = new ConcurrentHashMap<>();

    final EventStreams streams = new EventStreams();
    final Pawse pawse;
    final URI root;

    private final AtomicLong refusals = new AtomicLong();
    private final ExecutorService blocking = BlockingExecutors.create();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AdminServer server;

    AdminFixture() {
        platform.add("shop").formation(Map.of("web", 3, "worker", 2, "cron", 0)).state(AppState.STOPPED);
        platform.add("blog");
        other.add("blog");
        pawse = Pawse.builder()
                .provider("test", platform)
                .provider("other", other)
                .build();
        pawse.start();
        ConfigReload reload =
                new ConfigReload(config(Map.of()), () -> config(settings), pawse::reload, metrics, pawse.clock());
        SystemApi api = new SystemApi(
                ApiRoutes.of(pawse, readiness, metrics, reload, streams),
                HealthApi.PATHS,
                new AccessTokens(List.of(Secret.of(TOKEN))),
                // Two minutes pass between any two refusals, so that none of the many takes long.
                new RefusedClients(() -> refusals.addAndGet(TimeUnit.MINUTES.toNanos(2))),
                blocking);
        server = new AdminServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new HostAllowList("127.0.0.1"), api);
        readiness.open();
        root = URI.create("http://127.0.0.1:" + server.start().getPort());
    }

    private static PawseConfig config(Map<String, String> environment) {
        return PawseConfig.read(environment, Path.of("target", "no-such-folder"), Map.of());
    }

    int connections() {
        return server.connections();
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, "Authorization", "Bearer " + TOKEN);
    }

    HttpResponse<String> post(String path) {
        return send("POST", path, "Authorization", "Bearer " + TOKEN);
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path))
                .timeout(Duration.ofSeconds(40))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request byte by byte as told, and returns all that comes back until the connection ends. */
    String raw(String text) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), root.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole answer to a request that may be one that a well-behaved client would not send. */
    String raw(String method, String target, String... headerLines) {
        return raw(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer " + TOKEN + "\r\n"
                + Arrays.stream(headerLines).map(line -> line + "\r\n").collect(Collectors.joining()) + "\r\n");
    }

    static int status(String answer) {
        return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    @Override
    public void close() {
        server.close();
        pawse.close();
        blocking.shutdownNow();
    }
}
