package dev.pawse.http;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the environment names, as curl reads it: {@code https_proxy} and {@code HTTPS_PROXY}, {@code http_proxy} (in lower
 * case only, because a CGI server sets {@code HTTP_PROXY} from a request's header), {@code all_proxy}, {@code no_proxy}.
 */
final class EnvironmentProxies extends ProxySelector {
    /** What curl takes when the address of a proxy names no port. */
    private static final int CURL_PORT = 1080;

    private final Map<String, String> environment;
    private final List<String> direct;
    private @Nullable String authorization;

    private EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
        direct = Arrays.stream(named("no_proxy", "NO_PROXY").orElse("").split("[,\\s]+"))
                .map(host -> host.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .filter(host -> !host.isEmpty())
                .toList();
    }

    static EnvironmentProxies of(Map<String, String> environment) {
        EnvironmentProxies proxies = new EnvironmentProxies(environment);
        // A wrong address is told when the provider is made, not in the middle of a call.
        proxies.proxy("https");
        proxies.proxy("http");
        return proxies;
    }

    /** What to tell the proxy of us, where its address names a user. */
    Optional<String> authorization() {
        return Optional.ofNullable(authorization);
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (isDirect(host)) {
            return List.of(Proxy.NO_PROXY);
        }
        return List.of(proxy(uri.getScheme()).orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The call that failed tells it.
    }

    private boolean isDirect(String host) {
        return host.equals("localhost")
                || host.equals("127.0.0.1")
                || host.equals("::1")
                || host.equals("[::1]")
                || direct.stream().anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
    }

    private Optional<Proxy> proxy(String scheme) {
        Optional<String> address = scheme.equals("https")
                ? named("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
                : named("http_proxy", "all_proxy", "ALL_PROXY");
        return address.map(this::parse);
    }

    private Proxy parse(String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            if (uri.getHost() == null || !"http".equals(uri.getScheme())) {
                throw wrong();
            }
            if (uri.getUserInfo() != null) {
                String[] parts = uri.getUserInfo().split(":", 2);
                authorization = Network.basic(parts[0], parts.length > 1 ? parts[1] : "");
            }
            return new Proxy(
                    Proxy.Type.HTTP,
                    InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? CURL_PORT : uri.getPort()));
        } catch (URISyntaxException e) {
            // Its message would show the address, which may hold a password.
            throw wrong();
        }
    }

    private static PawseException wrong() {
        return new PawseException(
                Reason.INVALID,
                "HTTPS_PROXY: is not the address of an HTTP proxy such as http://proxy.example.com:3128");
    }

    private Optional<String> named(String... names) {
        return Arrays.stream(names)
                .map(environment::get)
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .findFirst();
    }
}
