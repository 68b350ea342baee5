package dev.pawse.heroku;

import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A token and where it was found: in the setting {@code api-token}, in {@code HEROKU_API_KEY}, in what was entered to log in to Pawse,
 * or in {@code ~/.netrc}, the first of them that is there.
 */
record Login(Secret token, CredentialSource source) {
    static final String OWN = "api-token";
    private static final String VENDORS = "heroku-api-key";

    /**
     * Looks for the token.
     *
     * @throws PawseException {@link Reason#UNAUTHORIZED} when there is none
     */
    static Login find(ProviderContext context, URI api) {
        Settings settings = context.settings();
        Optional<Login> own = settings.secret(OWN).map(token -> found(token, settings.origin(OWN)));
        // Asked for in any case, so that it is known.
        Optional<Login> vendors =
                settings.text(VENDORS).map(token -> found(Secret.of(token), settings.origin(VENDORS)));
        return own.or(() -> vendors)
                .or(() -> stored(context))
                .or(() -> netrc(context, api.getHost()))
                .orElseThrow(() -> new PawseException(
                        Reason.UNAUTHORIZED,
                        "not logged in to heroku: set HEROKU_API_KEY or run \"pawse auth login heroku\" ("
                                + settings.origin(OWN) + " and the login of heroku's own tool do as well)"));
    }

    private static Optional<Login> stored(ProviderContext context) {
        return context.login().get().flatMap(login -> login.secret(OWN).map(token -> new Login(token, login.source())));
    }

    private static Optional<Login> netrc(ProviderContext context, String machine) {
        String home = context.environment().get("HOME");
        if (home == null || home.isBlank()) {
            return Optional.empty();
        }
        return Netrc.password(Path.of(home, ".netrc"), machine)
                .map(token -> found(token, "~/.netrc, machine " + machine));
    }

    private static Login found(Secret token, String origin) {
        return new Login(token, new CredentialSource(origin, null));
    }
}
