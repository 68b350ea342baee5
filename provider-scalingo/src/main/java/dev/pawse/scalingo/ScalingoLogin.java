package dev.pawse.scalingo;

import dev.pawse.http.Json;
import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import dev.pawse.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The API token and where it was found: our own setting, then the variable of Scalingo's CLI, then what was entered to log in to Pawse,
 * then the file in which that CLI keeps its login, which is only ever read.
 *
 * @param token the API token; it does not expire
 * @param source for people
 */
record ScalingoLogin(Secret token, CredentialSource source) {
    private static final long MAX_FILE = 1024 * 1024;

    /**
     * Looks in all the places, in that order.
     *
     * @throws PawseException {@link Reason#UNAUTHORIZED} when there is no token anywhere
     */
    static ScalingoLogin find(ProviderContext context) {
        Settings settings = context.settings();
        Optional<Secret> own = settings.secret("api-token");
        Optional<Secret> vendors = settings.secret("scalingo-api-token");
        if (own.isPresent()) {
            return new ScalingoLogin(own.get(), new CredentialSource(settings.origin("api-token"), null));
        }
        if (vendors.isPresent()) {
            return new ScalingoLogin(vendors.get(), new CredentialSource("SCALINGO_API_TOKEN", null));
        }
        return stored(context)
                .or(() -> file(context.environment()).flatMap(ScalingoLogin::read))
                .orElseThrow(() -> new PawseException(
                        Reason.UNAUTHORIZED,
                        "not logged in to scalingo: set SCALINGO_API_TOKEN or run \"pawse auth login scalingo\" ("
                                + settings.origin("api-token") + " and the login of scalingo's own tool do as well)"));
    }

    private static Optional<ScalingoLogin> stored(ProviderContext context) {
        return context.login()
                .get()
                .flatMap(login -> login.secret("api-token").map(token -> new ScalingoLogin(token, login.source())));
    }

    private static Optional<Path> file(Map<String, String> environment) {
        String configuration = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (!configuration.isBlank()) {
            return Optional.of(Path.of(configuration, "scalingo", "auth"));
        }
        return home.isBlank() ? Optional.empty() : Optional.of(Path.of(home, ".config", "scalingo", "auth"));
    }

    /** The CLI keeps {@code auth_config_data}: by host, {@code tokens.token}. A file of another form is as good as none. */
    private static Optional<ScalingoLogin> read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE) {
                return Optional.empty();
            }
            JsonNode hosts = Json.MAPPER.readTree(Files.readAllBytes(file)).path("auth_config_data");
            JsonNode login =
                    hosts.has("auth.scalingo.com") ? hosts.path("auth.scalingo.com") : hosts.path("api.scalingo.com");
            String token = login.path("tokens").path("token").asString("").strip();
            return token.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ScalingoLogin(
                            Secret.of(token), new CredentialSource(file + ", the login of Scalingo's CLI", null)));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }
}
