package dev.pawse.redis;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.Settings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where Redis is, who we are there and what our keys begin with. Makes no network call. */
final class RedisSettings {
    private static final String DEFAULT_URL = "redis://127.0.0.1:6379";
    private static final String DEFAULT_PREFIX = "pawse";
    private static final String RIGHT =
            "right is an address such as redis://127.0.0.1:6379 or rediss://redis.example.com";
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,62}[A-Za-z0-9]|[A-Za-z0-9]");

    private static final List<String> KEYS =
            List.of("url", "url-file", "username", "password", "password-file", "prefix", "ca-file");

    private final Settings settings;

    private RedisSettings(Settings settings) {
        this.settings = settings;
    }

    static RedisSettings of(Settings settings) {
        // Asked for before anything can be wrong, so that none of them is reported as unknown with the first mistake.
        KEYS.forEach(settings::text);
        return new RedisSettings(settings);
    }

    /** What every key begins with. */
    String prefix() {
        String prefix = settings.text("prefix").orElse(DEFAULT_PREFIX);
        if (!PREFIX.matcher(prefix).matches()) {
            throw settings.invalid(
                    "prefix",
                    "'" + prefix
                            + "' is no beginning of a key; right are up to 64 letters, digits, dots, dashes and colons");
        }
        return prefix;
    }

    /** The way to the Redis that is set. */
    Dialer dialer() {
        URI address = address(settings.secret("url").map(Secret::reveal).orElse(DEFAULT_URL));
        int port = address.getPort() < 0 ? RedisURI.DEFAULT_REDIS_PORT : address.getPort();
        boolean tls = "rediss".equals(address.getScheme());
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(address.getHost().replaceAll("[\\[\\]]", ""))
                .withPort(port)
                .withDatabase(database(address))
                .withSsl(tls)
                .withVerifyPeer(SslVerifyMode.FULL)
                .withTimeout(RedisLink.LIMIT);
        authenticate(uri, address);
        return new ServerDialer(address.getHost() + ":" + port, uri.build(), options(tls));
    }

    private URI address(String text) {
        URI address;
        try {
            address = new URI(text);
        } catch (URISyntaxException e) {
            // The cause is left out: its message holds the whole address, and that may hold a password.
            throw settings.invalid("url", "cannot be read at character " + (e.getIndex() + 1) + "; " + RIGHT);
        }
        String scheme = String.valueOf(address.getScheme());
        if (!"redis".equals(scheme) && !"rediss".equals(scheme)) {
            throw settings.invalid("url", "begins with '" + scheme + ":', which is no kind of Redis; " + RIGHT);
        }
        if (address.getHost() == null) {
            throw settings.invalid("url", "names no host; " + RIGHT);
        }
        if (address.getPort() == 0 || address.getPort() > 65_535) {
            throw settings.invalid("url", "has the port " + address.getPort() + ", which is not between 1 and 65535");
        }
        if (address.getRawQuery() != null || address.getRawFragment() != null) {
            throw settings.invalid("url", "has something behind the path; " + RIGHT);
        }
        return address;
    }

    private int database(URI address) {
        String path = Optional.ofNullable(address.getRawPath()).orElse("").replaceFirst("^/", "");
        if (path.isEmpty()) {
            return 0;
        }
        if (!path.matches("\\d{1,5}")) {
            throw settings.invalid("url", "has the path '" + path + "', which is not the number of a database");
        }
        return Integer.parseInt(path);
    }

    /** The settings come before what the address says. */
    private void authenticate(RedisURI.Builder uri, URI address) {
        String info = Optional.ofNullable(address.getRawUserInfo()).orElse("");
        int colon = info.indexOf(':');
        String user = decoded(colon < 0 ? info : info.substring(0, colon));
        Optional<String> inAddress = colon < 0 ? Optional.empty() : Optional.of(decoded(info.substring(colon + 1)));
        if (colon < 0 && !info.isEmpty()) {
            throw settings.invalid(
                    "url",
                    "has a user without a password; right is redis://user:password@host or redis://:password@host");
        }
        Optional<String> username =
                settings.text("username").or(() -> Optional.of(user).filter(text -> !text.isEmpty()));
        Optional<String> password =
                settings.secret("password").map(Secret::reveal).or(() -> inAddress);
        if (username.isPresent() && password.isEmpty()) {
            throw settings.invalid(
                    "username", "is set, and no password: " + settings.origin("password") + " is missing");
        }
        if (username.isPresent()) {
            uri.withAuthentication(username.get(), password.orElseThrow().toCharArray());
        } else {
            password.ifPresent(secret -> uri.withPassword(secret.toCharArray()));
        }
    }

    private ClientOptions options(boolean tls) {
        Optional<Path> authorities = settings.path("ca-file");
        ClientOptions.Builder options = Resources.options();
        if (authorities.isEmpty()) {
            return options.build();
        }
        if (!tls) {
            throw settings.invalid("ca-file", "is set, and the address is not one of rediss://, which would need it");
        }
        if (!Files.isReadable(authorities.get())) {
            throw settings.invalid("ca-file", "names a file that cannot be read: " + authorities.get());
        }
        return options.sslOptions(SslOptions.builder()
                        .jdkSslProvider()
                        .trustManager(authorities.get().toFile())
                        .build())
                .build();
    }

    private String decoded(String text) {
        try {
            // A plus is a plus here, and not the space of a form.
            return java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new PawseException(
                    Reason.INVALID,
                    settings.origin("url") + " has a % in its user or password that is not followed by two hex digits");
        }
    }
}
