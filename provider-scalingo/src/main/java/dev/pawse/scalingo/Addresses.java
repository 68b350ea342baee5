package dev.pawse.scalingo;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.Settings;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where the APIs are. {@code {region}} in an address stands for the region's name.
 *
 * @param auth the API of tokens, one for all regions
 * @param api the platform's API
 * @param database the API of databases
 */
record Addresses(String auth, String api, String database) {
    /** @throws PawseException when an address is none */
    static Addresses of(Settings settings) {
        return new Addresses(
                address(settings, "auth-url", "scalingo-auth-url", "https://auth.scalingo.com", "/v1"),
                address(settings, "api-url", "scalingo-api-url", "https://api.{region}.scalingo.com", "/v1"),
                address(settings, "db-api-url", "scalingo-db-url", "https://db-api.{region}.scalingo.com", "/api"));
    }

    URI authOf() {
        return URI.create(auth);
    }

    URI apiOf(String region) {
        return URI.create(api.replace("{region}", region));
    }

    URI databaseOf(String region) {
        return URI.create(database.replace("{region}", region));
    }

    private static String address(Settings settings, String key, String vendors, String usual, String version) {
        // Both are asked for, so that neither counts as unknown.
        String others = settings.text(vendors).orElse(usual);
        String text = settings.text(key).orElse(others).replaceFirst("/+$", "");
        String full = text.endsWith(version) ? text : text + version;
        try {
            URI uri = new URI(full.replace("{region}", "region"));
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return full;
            }
        } catch (URISyntaxException e) {
            // Told below, in the user's words.
        }
        throw settings.invalid(
                settings.text(key).isPresent() ? key : vendors,
                "is not an address such as https://api.{region}.scalingo.com: '" + text + "'");
    }
}
