package dev.pawse.core;

import static dev.pawse.core.Engine.SHOP;
import static dev.pawse.core.Engine.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pawse.spi.App;
import dev.pawse.spi.AppId;
import dev.pawse.spi.Provider;
import dev.pawse.testkit.FakeApp;
import dev.pawse.testkit.FakeProvider;
import dev.pawse.testkit.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessProbeTest {
    private final ExecutorService blocking = BlockingExecutors.create();
    private final ReadinessProbe probe = new ReadinessProbe(blocking);
    private final List<HttpServer> servers = new ArrayList<>();
    private final ManualClock clock = ManualClock.create();
    private final FakeProvider platform = Engine.platform(clock);

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
        blocking.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({
        "200, , true",
        "401, , true",
        "404, , true",
        "302, , true",
        "500, , true",
        "503, , true",
        "200, /healthz, true",
        "404, /healthz, true",
        "500, /healthz, false",
        "503, /healthz, false"
    })
    void anAnswerCountsAndBelowFiveHundredWhereAPathIsAsked(int status, @Nullable String path, boolean ready)
            throws IOException {
        URI endpoint = answering(status);

        assertThat(probe.answering(platform, app(endpoint), path)).hasSize(ready ? 1 : 0);
    }

    @Test
    void aRefusalDoesNotCount() throws IOException {
        URI nobody = nobody();
        URI somebody = answering(200);

        assertThat(probe.answering(platform, app(nobody, somebody), null)).containsExactly(somebody);
    }

    @Test
    void thePlatformsOwnPageDoesNotCount() throws IOException {
        Provider platformSays = new Provider() {
            @Override
            public List<App> apps() {
                return List.of();
            }

            @Override
            public Optional<App> app(AppId id) {
                return Optional.empty();
            }

            @Override
            public boolean isPlatformAnswer(int status, Function<String, @Nullable String> header) {
                return status == 503 && "router".equals(header.apply("x-answered-by"));
            }
        };

        assertThat(probe.answering(platformSays, app(answering(503)), null)).isEmpty();
        assertThat(probe.answering(platform, app(answering(503)), null)).hasSize(1);
    }

    @Test
    void thePathOfTheHealthCheckIsAsked() throws IOException {
        List<String> asked = new ArrayList<>();
        HttpServer server = server();
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });

        probe.answering(platform, app(uri(server)), "/health?deep=1");

        assertThat(asked).containsExactly("GET /health?deep=1");
    }

    @Test
    void endpointsThatTellAppsApartByNameAreAskedByIt() throws IOException {
        List<String> asked = new ArrayList<>();
        HttpServer server = server();
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI());
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/broken") ? 500 : 200, -1);
            exchange.close();
        });
        App named = app(uri(server)).toBuilder().upstreamHost("shop.test").build();

        assertThat(probe.answering(platform, named, null)).hasSize(1);
        assertThat(probe.answering(platform, named, "/health?deep=1")).hasSize(1);
        assertThat(probe.answering(platform, named, "/broken")).isEmpty();

        String host = "shop.test:" + server.getAddress().getPort();
        assertThat(asked).containsExactly(host + "/", host + "/health?deep=1", host + "/broken");
    }

    @Test
    void aRefusalOfAnEndpointThatIsAskedByNameDoesNotCount() throws IOException {
        App named = app(nobody()).toBuilder().upstreamHost("shop.test").build();

        assertThat(probe.answering(platform, named, null)).isEmpty();
    }

    @Test
    void waitersAreReleasedWhenTheAppAnswersNotWhenItsPlatformSaysThatItRuns() throws IOException {
        AtomicInteger status = new AtomicInteger(503);
        HttpServer server = server();
        AtomicInteger asked = new AtomicInteger();
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        FakeApp shop = platform.add("shop")
                .endpoints(uri(server))
                .healthPath("/healthz")
                .stopped();
        try (Engine engine = Engine.of(clock, platform, builder -> builder).started()) {
            CompletableFuture<App> waiter = engine.lifecycle().wake(SHOP).toCompletableFuture();
            eventually("asked", () -> asked.get() > 2);
            assertThat(waiter).isNotDone();

            status.set(200);

            assertThat(Engine.await(waiter).endpoints()).containsExactly(uri(server));
            assertThat(shop.starts()).isOne();
        }
    }

    @Test
    void ofSeveralProcessesOneThatNeverAnswersIsLeftOutAfterAWhile() throws IOException {
        URI good = answering(200);
        platform.add("shop").endpoints(nobody(), good).stopped();
        try (Engine engine = Engine.of(clock, platform, builder -> builder.nanoTime(System::nanoTime))
                .started()) {
            assertThat(engine.wake(SHOP).endpoints()).containsExactly(good);
        }
    }

    private URI answering(int status) throws IOException {
        HttpServer server = server();
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("X-Answered-By", "router");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        return uri(server);
    }

    private HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        servers.add(server);
        server.start();
        return server;
    }

    private static URI uri(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static URI nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    private static App app(URI... endpoints) {
        return App.builder(SHOP).endpoints(List.of(endpoints)).build();
    }
}
