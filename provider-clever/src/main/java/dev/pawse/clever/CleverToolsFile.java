package dev.pawse.clever;

import dev.pawse.http.Json;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the file in which the platform's own command line keeps its login, in its form with profiles and in the older one without. */
final class CleverToolsFile {
    private static final int MAX = 1024 * 1024;

    private CleverToolsFile() {}

    /**
     * One login.
     *
     * @param origin the file, for people
     * @param consumerKey where the file names one of its own
     */
    record Profile(
            String origin,
            Secret token,
            Secret secret,
            @Nullable Secret consumerKey,
            @Nullable Secret consumerSecret,
            @Nullable Instant expiresAt) {}

    /** Where the file is when nobody says so; empty without a home. */
    static Optional<Path> usual(Map<String, String> environment) {
        try {
            return folder(environment)
                    .map(folder -> folder.resolve("clever-cloud").resolve("clever-tools.json"));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads the login; empty when there is no such file or nobody is logged in by it.
     *
     * @throws PawseException {@link Reason#INVALID} when there is a file that cannot be read
     */
    static Optional<Profile> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > MAX) {
                throw unreadable(file);
            }
            JsonNode tree = Json.MAPPER.readTree(Files.readAllBytes(file));
            return profile(file, tree);
        } catch (IOException | JacksonException e) {
            // The cause is left out: its message may quote the file.
            throw unreadable(file);
        }
    }

    private static Optional<Profile> profile(Path file, JsonNode tree) {
        JsonNode profiles = tree.path("profiles");
        if (!profiles.isArray()) {
            return profile(file.toString(), tree, tree);
        }
        JsonNode chosen = profiles.path(0);
        for (JsonNode profile : profiles) {
            if (profile.path("alias").asString("").equals("default")) {
                chosen = profile;
            }
        }
        String alias = chosen.path("alias").asString("");
        return profile(file + (alias.isEmpty() ? "" : ", profile " + alias), chosen, chosen.path("overrides"));
    }

    private static Optional<Profile> profile(String origin, JsonNode login, JsonNode consumer) {
        Secret token = secret(login, "token");
        Secret secret = secret(login, "secret");
        if (token == null || secret == null) {
            return Optional.empty();
        }
        return Optional.of(new Profile(
                origin,
                token,
                secret,
                secret(consumer, "OAUTH_CONSUMER_KEY"),
                secret(consumer, "OAUTH_CONSUMER_SECRET"),
                instant(login.path("expirationDate").asString(""))));
    }

    private static @Nullable Secret secret(JsonNode node, String name) {
        String text = node.path(name).asString("").strip();
        return text.isEmpty() ? null : Secret.of(text);
    }

    private static @Nullable Instant instant(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Optional<Path> folder(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        if (!config.isBlank()) {
            return Optional.of(Path.of(config));
        }
        String home = environment.getOrDefault("HOME", "");
        return home.isBlank() ? Optional.empty() : Optional.of(Path.of(home, ".config"));
    }

    private static PawseException unreadable(Path file) {
        return new PawseException(
                Reason.INVALID, file + ": is not a file that clever login has written; log in again or remove it");
    }
}
