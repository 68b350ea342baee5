package dev.pawse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnvironmentProxiesTest {
    private final EnvironmentProxies proxies = EnvironmentProxies.of(Map.of(
            "HTTPS_PROXY", "secure.test:8443",
            "http_proxy", "http://plain.test",
            "NO_PROXY", ".inside.test, exact.test 10.0.0.1"));

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com, secure.test:8443",
        "http://api.example.com, plain.test:1080",
        "https://api.inside.test, DIRECT",
        "https://inside.test, DIRECT",
        "https://notinside.test, secure.test:8443",
        "https://EXACT.test, DIRECT",
        "https://10.0.0.1:5000, DIRECT",
        "http://127.0.0.1:80, DIRECT",
        "http://localhost, DIRECT",
    })
    void theWayDependsOnTheSchemeAndTheHost(String uri, String expected) {
        assertThat(proxies.select(URI.create(uri)).get(0).toString().replaceAll("/<unresolved>|HTTP @ ", ""))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"HTTP_PROXY", "SOME_PROXY"})
    void aVariableThatARequestMaySetIsNotBelieved(String name) {
        EnvironmentProxies some = EnvironmentProxies.of(Map.of(name, "http://evil.test:1"));

        assertThat(some.select(URI.create("http://api.example.com")).get(0).toString())
                .isEqualTo("DIRECT");
    }
}
