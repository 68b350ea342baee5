package dev.pawse.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.core.Pawse;
import dev.pawse.core.PawseConfig;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.testkit.Eventually;
import dev.pawse.testkit.FakeProvider;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProxyListenersTest {
    private static final String ADMIN_TOKEN = "b5c1f6e0aa21";
    private static final String SYSTEM_TOKEN = "77d0c39e41f8";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Pawse pawse = Pawse.builder()
            .provider("test", FakeProvider.builder("test").build())
            .build();
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "HOST", "127.0.0.1",
            "PORT", "0",
            "ADMIN_PORT", "0",
            "ADMIN_TOKEN", ADMIN_TOKEN,
            "ROUTING_SYSTEM_API_ENABLED", "true",
            "ROUTING_SYSTEM_API_TOKEN", SYSTEM_TOKEN));

    @AfterEach
    void stop() {
        pawse.close();
    }

    @Test
    void readinessFollowsTheEngineAndTheProxysPort() {
        try (ProxyListeners listeners = listeners()) {
            InetSocketAddress admin = listeners.openAdmin();
            assertThat(get(admin, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(admin, "/readyz").statusCode()).isEqualTo(503);

            pawse.start();
            assertThat(get(admin, "/readyz").statusCode()).isEqualTo(503);
            assertThat(get(admin, "/readyz").body()).contains("requests are not taken yet");

            listeners.openProxy();
            assertThat(get(admin, "/readyz").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/apps, PaastisProxySystemApiToken, 77d0c39e41f8, 200",
        "/api/apps, PaastisProxySystemApiToken, 77d0c39e41f8, 200",
        "/api/apps, Authorization, Bearer 77d0c39e41f8, 200",
        "/events, PaastisProxySystemApiToken, 77d0c39e41f8, 200",
        "/nothing, PaastisProxySystemApiToken, 77d0c39e41f8, 404",
        "/apps, PaastisProxySystemApiToken, b5c1f6e0aa21, 401",
        "/apps, X-Other, 77d0c39e41f8, 401",
        "/healthz, X-Other, none, 401"
    })
    void theProxysOwnPortServesTheSystemApi(String path, String header, String value, int status) {
        try (ProxyListeners listeners = listeners()) {
            pawse.start();
            InetSocketAddress proxy = listeners.openProxy();

            HttpResponse<String> answer = get(proxy, path, "PaastisProxyTarget", "system", header, value);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        }
    }

    @Test
    void theSystemApiIsOffUnlessItIsAskedFor() {
        environment.put("ROUTING_SYSTEM_API_ENABLED", "false");
        try (ProxyListeners listeners = listeners()) {
            pawse.start();
            InetSocketAddress proxy = listeners.openProxy();

            HttpResponse<String> answer =
                    get(proxy, "/apps", "PaastisProxyTarget", "system", "PaastisProxySystemApiToken", SYSTEM_TOKEN);

            assertThat(answer.statusCode()).isEqualTo(421);
        }
    }

    @Test
    void requestsAndAppsAreCounted() {
        try (ProxyListeners listeners = listeners()) {
            InetSocketAddress admin = listeners.openAdmin();
            pawse.start();
            get(listeners.openProxy(), "/");

            Eventually.holds(
                    "the request is counted",
                    Duration.ofSeconds(30),
                    () -> metrics(admin).contains("pawse_requests_total{code=\"4xx\"} 1.0"));
            assertThat(metrics(admin)).contains("pawse_apps{state=\"running\"} 0.0", "jvm_memory_used_bytes");
        }
    }

    @Test
    void withoutATokenNothingButHealthIsTold() {
        environment.remove("ADMIN_TOKEN");
        try (ProxyListeners listeners = listeners()) {
            InetSocketAddress admin = listeners.openAdmin();

            assertThat(get(admin, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(admin, "/api/apps", "Authorization", "Bearer ").statusCode())
                    .isEqualTo(401);
            assertThat(get(admin, "/api/apps").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aTakenAddressIsSaidSo() {
        try (ProxyListeners first = listeners()) {
            environment.put("ADMIN_PORT", String.valueOf(first.openAdmin().getPort()));
            try (ProxyListeners second = listeners()) {
                assertThatThrownBy(second::openAdmin)
                        .isInstanceOf(PawseException.class)
                        .hasMessageContaining("127.0.0.1")
                        .hasMessageContaining("in use");
            }
        }
    }

    @Test
    void aTakenAddressOfTheProxyIsSaidSo() {
        try (ProxyListeners first = listeners()) {
            String port = String.valueOf(first.openProxy().getPort());
            environment.put("PORT", port);
            try (ProxyListeners second = listeners()) {
                assertThatThrownBy(second::openProxy)
                        .isInstanceOfSatisfying(
                                PawseException.class,
                                taken -> assertThat(taken.reason()).isEqualTo(Reason.CONFLICT))
                        .hasMessageContaining("127.0.0.1:" + port)
                        .hasMessageContaining("in use");
            }
        }
    }

    @Test
    void aHostThatIsNoAddressIsSaidSo() {
        ProxyOptions options =
                ProxyOptions.builder().host("[nowhere]").port(0).eventLoops(1).build();
        try (ProxyServer server = new ProxyServer(pawse, options, new Metrics(), null)) {
            assertThatThrownBy(server::start)
                    .isInstanceOfSatisfying(
                            PawseException.class,
                            wrong -> assertThat(wrong.reason()).isEqualTo(Reason.INVALID))
                    .hasMessageContaining("[nowhere]");
        }
    }

    private ProxyListeners listeners() {
        return ProxyListeners.create(PawseConfig.read(environment, folder, Map.of()), pawse);
    }

    private String metrics(InetSocketAddress admin) {
        return get(admin, "/metrics", "Authorization", "Bearer " + ADMIN_TOKEN).body();
    }

    private HttpResponse<String> get(InetSocketAddress at, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at.getPort() + path))
                .timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }
}
