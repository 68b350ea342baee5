package dev.pawse.clever;

import dev.pawse.http.Credential;
import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.Settings;
import dev.pawse.spi.StoredLogin;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to log in: an API token, or the user's token and secret of OAuth 1, from the settings, from the variables of the platform's own
 * command line, from what was entered to log in to Pawse, or from that command line's file, in this order.
 *
 * @param credential what goes with each call
 * @param source where it was found
 * @param host where this kind of credential is accepted
 */
record CleverLogin(Credential credential, CredentialSource source, URI host) {
    private static final URI BRIDGE = URI.create("https://api-bridge.clever-cloud.com");
    private static final URI API = URI.create("https://api.clever-cloud.com");

    static CleverLogin of(ProviderContext context) {
        Settings settings = context.settings();
        Optional<Secret> apiToken = settings.secret("api-token");
        Optional<Secret> ownToken = settings.secret("token");
        Optional<Secret> ownSecret = settings.secret("secret");
        Optional<Secret> vendorToken = settings.text("clever-token").map(Secret::of);
        Optional<Secret> vendorSecret = settings.text("clever-secret").map(Secret::of);
        Optional<Path> file = settings.path("credentials-file").or(() -> CleverToolsFile.usual(context.environment()));
        Consumer consumer = new Consumer(settings, context.clock());
        if (apiToken.isPresent()) {
            String origin = settings.origin("api-token");
            return new CleverLogin(Credential.bearer(apiToken.get()), new CredentialSource(origin, null), BRIDGE);
        }
        if (ownToken.isPresent() || ownSecret.isPresent()) {
            return consumer.pair(ownToken, ownSecret, settings.origin("token"), settings.origin("secret"));
        }
        if (vendorToken.isPresent() || vendorSecret.isPresent()) {
            return consumer.pair(vendorToken, vendorSecret, "CLEVER_TOKEN", "CLEVER_SECRET");
        }
        return context.login()
                .get()
                .map(consumer::entered)
                .or(() -> file.flatMap(CleverToolsFile::read).map(consumer::stored))
                .orElseThrow(() -> new PawseException(
                        Reason.UNAUTHORIZED,
                        "not logged in to " + CleverProviderFactory.TYPE + ": set CLEVER_TOKEN and CLEVER_SECRET or run"
                                + " \"pawse auth login " + CleverProviderFactory.TYPE + "\" ("
                                + settings.origin("api-token") + " and the login of clever's own tool do as well)"));
    }

    /** Without the credential. */
    @Override
    public String toString() {
        return "CleverLogin[" + source.origin() + "]";
    }

    /** Who asks in the user's name, and how it signs. */
    private static final class Consumer {
        private final Settings settings;
        private final Clock clock;
        private final @Nullable Secret key;
        private final @Nullable Secret secret;
        private final boolean hmac;

        private Consumer(Settings settings, Clock clock) {
            this.settings = settings;
            this.clock = clock;
            key = settings.secret("consumer-key").orElse(null);
            secret = settings.secret("consumer-secret").orElse(null);
            hmac = isHmac(settings);
        }

        private static boolean isHmac(Settings settings) {
            String signature = settings.text("signature").orElse("plaintext").toLowerCase(Locale.ROOT);
            return switch (signature) {
                case "plaintext" -> false;
                case "hmac-sha512" -> true;
                default ->
                    throw settings.invalid("signature", "is '" + signature + "'; right is plaintext or hmac-sha512");
            };
        }

        private CleverLogin pair(
                Optional<Secret> token, Optional<Secret> tokenSecret, String tokenKey, String secretKey) {
            if (token.isEmpty() || tokenSecret.isEmpty()) {
                throw new PawseException(
                        Reason.INVALID,
                        (token.isEmpty() ? tokenKey : secretKey) + " is required beside "
                                + (token.isEmpty() ? secretKey : tokenKey) + " and not set");
            }
            return login(token.get(), tokenSecret.get(), key, secret, tokenKey + " and " + secretKey, null);
        }

        private CleverLogin entered(StoredLogin login) {
            return login.secret("api-token")
                    .map(token -> new CleverLogin(Credential.bearer(token), login.source(), BRIDGE))
                    .orElseGet(() -> login(
                            login.secret("token").orElseThrow(),
                            login.secret("secret").orElseThrow(),
                            key,
                            secret,
                            login.origin(),
                            null));
        }

        private CleverLogin stored(CleverToolsFile.Profile profile) {
            Secret itsKey = key == null ? profile.consumerKey() : key;
            Secret itsSecret = secret == null ? profile.consumerSecret() : secret;
            return login(profile.token(), profile.secret(), itsKey, itsSecret, profile.origin(), profile.expiresAt());
        }

        private CleverLogin login(
                Secret token,
                Secret tokenSecret,
                @Nullable Secret consumerKey,
                @Nullable Secret consumerSecret,
                String origin,
                @Nullable Instant expiresAt) {
            if (consumerKey == null || consumerSecret == null) {
                String missing = consumerKey == null ? "consumer-key" : "consumer-secret";
                throw settings.invalid(
                        missing,
                        "is required with the token and secret of " + origin + "; an API token ("
                                + settings.origin("api-token") + ") needs none");
            }
            OAuth1 oauth = new OAuth1(consumerKey, consumerSecret, token, tokenSecret);
            Credential credential = hmac ? oauth.hmac(clock) : oauth.plaintext();
            return new CleverLogin(credential, new CredentialSource(origin, expiresAt), API);
        }
    }
}
