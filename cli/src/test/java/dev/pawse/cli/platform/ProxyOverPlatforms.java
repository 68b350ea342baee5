package dev.pawse.cli.platform;

import dev.pawse.core.Pawse;
import dev.pawse.core.PawseConfig;
import dev.pawse.core.Plugins;
import dev.pawse.proxy.ProxyEvents;
import dev.pawse.proxy.ProxyOptions;
import dev.pawse.proxy.ProxyServer;
import dev.pawse.spi.AppId;
import dev.pawse.spi.AppState;
import dev.pawse.testkit.FakePlatform;
import dev.pawse.testkit.FastClock;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The engine and the proxy as {@code pawse proxy} wires them, configured by variables alone; sweeps come when a test asks for them. */
final class ProxyOverPlatforms implements AutoCloseable {
    static {
        // The tests speak to *.example.test at 127.0.0.1.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private final Plugins plugins = Plugins.load(null);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Pawse pawse;
    private final ProxyServer proxy;
    private final URI address;

    private ProxyOverPlatforms(Map<String, String> environment, Path folder, FastClock clock) {
        PawseConfig config = PawseConfig.read(environment, folder, Map.of());
        pawse = config.engine(plugins, clock)
                .nanoTime(clock::nanoTime)
                .sweeps(now -> Instant.MAX)
                .wakeLimit(Duration.ofHours(10))
                .build();
        ProxyOptions options =
                ProxyOptions.builder().host("127.0.0.1").port(0).eventLoops(1).build();
        proxy = new ProxyServer(pawse, options, ProxyEvents.NONE, null);
        try {
            pawse.start();
            InetSocketAddress bound = proxy.start();
            address = URI.create("http://127.0.0.1:" + bound.getPort() + "/");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts a proxy in front of platforms; when this returns, its apps are known.
     *
     * @param platforms by the user's word for the provider
     * @param folder the working folder
     */
    static ProxyOverPlatforms start(Map<String, FakePlatform> platforms, Path folder, FastClock clock) {
        return start(platforms, folder, clock, Map.of());
    }

    /** As above, with more variables. */
    static ProxyOverPlatforms start(
            Map<String, FakePlatform> platforms, Path folder, FastClock clock, Map<String, String> more) {
        Map<String, String> environment = new LinkedHashMap<>(more);
        environment.put(
                "PROVIDER_NAME",
                platforms.entrySet().stream()
                        .map(entry -> entry.getKey().equals(entry.getValue().type())
                                ? entry.getKey()
                                : entry.getKey() + ":" + entry.getValue().type())
                        .collect(Collectors.joining(",")));
        environment.putIfAbsent("START_AND_STOP_MAX_IDLE_TIME", "15m");
        platforms.forEach((name, platform) -> environment.putAll(platform.environment(name)));
        return new ProxyOverPlatforms(environment, folder, clock);
    }

    Pawse pawse() {
        return pawse;
    }

    AppState state(AppId app) {
        return pawse.app(app).orElseThrow().state();
    }

    HttpResponse<String> get(String host) {
        return getLater(host).join();
    }

    CompletableFuture<HttpResponse<String>> getLater(String host) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Host", host)
                .timeout(Duration.ofSeconds(60))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        proxy.close();
        pawse.close();
        plugins.close();
    }
}
