package dev.pawse.redis;

import dev.pawse.spi.Secret;
import dev.pawse.spi.Settings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.StaticCredentialsProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where Redis is, who we are there and what our keys begin with. Makes no network call. */
final class RedisSettings {
    private static final String DEFAULT_URL = "redis://127.0.0.1:6379";
    private static final String DEFAULT_PREFIX = "pawse";
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,62}[A-Za-z0-9]|[A-Za-z0-9]");

    private static final List<String> KEYS = List.of(
            "url",
            "url-file",
            "username",
            "password",
            "password-file",
            "sentinel-username",
            "sentinel-password",
            "sentinel-password-file",
            "prefix",
            "ca-file");

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
        return dialer(Patience.NORMAL);
    }

    /** The way to the Redis that is set, and how long it is waited for. */
    Dialer dialer(Patience patience) {
        RedisAddress address = RedisAddress.parse(
                settings.secret("url").map(Secret::reveal).orElse(DEFAULT_URL),
                problem -> settings.invalid("url", problem));
        Login login = login(address);
        ClientOptions options = options(address.tls(), patience);
        Optional<Login> watchers = watchers(address);
        return switch (address.kind()) {
            case SERVER -> {
                RedisAddress.Place place = address.places().get(0);
                RedisURI.Builder uri = RedisURI.builder()
                        .withHost(place.host())
                        .withPort(place.port())
                        .withDatabase(address.database());
                yield new ServerDialer(address.toString(), patience, built(uri, address, login, patience), options);
            }
            case SENTINEL -> {
                RedisURI.Builder uri = RedisURI.builder()
                        .withSentinelMasterId(address.primary())
                        .withDatabase(address.database());
                for (RedisAddress.Place place : address.places()) {
                    uri.withSentinel(built(at(place), address, watchers.orElse(Login.NONE), patience));
                }
                yield new ServerDialer(address.toString(), patience, built(uri, address, login, patience), options);
            }
            case CLUSTER -> {
                List<RedisURI> seeds = new ArrayList<>();
                for (RedisAddress.Place place : address.places()) {
                    seeds.add(built(at(place), address, login, patience));
                }
                yield new ClusterDialer(address.toString(), patience, seeds, options);
            }
        };
    }

    /** Who we are there. */
    private record Login(Optional<String> user, Optional<String> password) {
        private static final Login NONE = new Login(Optional.empty(), Optional.empty());
    }

    private static RedisURI.Builder at(RedisAddress.Place place) {
        return RedisURI.builder().withHost(place.host()).withPort(place.port());
    }

    private static RedisURI built(RedisURI.Builder uri, RedisAddress address, Login login, Patience patience) {
        uri.withSsl(address.tls()).withVerifyPeer(SslVerifyMode.FULL).withTimeout(patience.connection());
        // What Lettuce would tell of itself needs a command that a user with few rights has not, and is refused on the
        // record.
        uri.withLibraryName("").withLibraryVersion("");
        // Given a user and a password, Lettuce would log in on a thread of its own choice and call a connection made
        // before it is.
        login.password()
                .ifPresent(secret -> uri.withAuthentication(
                        new StaticCredentialsProvider(login.user().orElse(null), secret.toCharArray())));
        return uri.build();
    }

    /** The settings come before what the address says. */
    private Login login(RedisAddress address) {
        return login(
                "username",
                settings.text("username").or(address::user),
                "password",
                settings.secret("password").map(Secret::reveal).or(address::password));
    }

    /** Sentinels have users of their own. */
    private Optional<Login> watchers(RedisAddress address) {
        Login login = login(
                "sentinel-username",
                settings.text("sentinel-username"),
                "sentinel-password",
                settings.secret("sentinel-password").map(Secret::reveal));
        if (login.password().isEmpty()) {
            return Optional.empty();
        }
        if (address.kind() != RedisAddress.Kind.SENTINEL) {
            throw settings.invalid("sentinel-password", "is set, and the address is not one of redis-sentinel://");
        }
        return Optional.of(login);
    }

    private Login login(String userKey, Optional<String> user, String passwordKey, Optional<String> password) {
        if (user.isPresent() && password.isEmpty()) {
            throw settings.invalid(userKey, "is set, and no password: " + settings.origin(passwordKey) + " is missing");
        }
        return new Login(user, password);
    }

    private ClientOptions options(boolean tls, Patience patience) {
        Optional<Path> authorities = settings.path("ca-file");
        ClientOptions.Builder options = Resources.options(patience);
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
}
