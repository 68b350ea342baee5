package dev.pawse.clever;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.PawseException;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CleverLoginTest {
    private static final Map<String, String> CONSUMER = Map.of("consumer-key", "ck", "consumer-secret", "cs");
    private static final URI BRIDGE = URI.create("https://api-bridge.clever-cloud.com");
    private static final URI API = URI.create("https://api.clever-cloud.com");

    @TempDir
    Path home;

    @Test
    void anApiTokenIsABearerOnTheBridge() {
        CleverLogin login = login(Map.of("api-token", "at"));

        assertThat(header(login)).isEqualTo("Bearer at");
        assertThat(login.host()).isEqualTo(BRIDGE);
        assertThat(login.source().origin()).isEqualTo("PROVIDER_TEST_API_TOKEN");
    }

    @Test
    void aTokenAndItsSecretAreOauthOnTheApi() {
        CleverLogin login = login(with(CONSUMER, "token", "t", "secret", "s"));

        assertThat(header(login))
                .startsWith("OAuth oauth_consumer_key=\"ck\", oauth_token=\"t\"")
                .contains("cs%26s");
        assertThat(login.host()).isEqualTo(API);
        assertThat(login.source().origin()).isEqualTo("PROVIDER_TEST_TOKEN and PROVIDER_TEST_SECRET");
    }

    @Test
    void theVariablesOfThePlatformsOwnToolsServeWhereOursAreAbsent() {
        Map<String, String> vendor = with(CONSUMER, "clever-token", "vt", "clever-secret", "vs");

        assertThat(login(vendor).source().origin()).isEqualTo("CLEVER_TOKEN and CLEVER_SECRET");
        assertThat(header(login(with(vendor, "token", "t", "secret", "s")))).contains("oauth_token=\"t\"");
        assertThat(header(login(with(vendor, "api-token", "at")))).isEqualTo("Bearer at");
    }

    @Test
    void aTokenWithoutItsSecretIsRefused() {
        assertInvalid(with(CONSUMER, "token", "t"), "PROVIDER_TEST_SECRET is required");
        assertInvalid(with(CONSUMER, "clever-secret", "s"), "CLEVER_TOKEN is required");
    }

    @Test
    void oauthNeedsAConsumer() {
        assertInvalid(Map.of("token", "t", "secret", "s"), "PROVIDER_TEST_CONSUMER_KEY is required");
        assertInvalid(
                Map.of("token", "t", "secret", "s", "consumer-key", "ck"), "PROVIDER_TEST_CONSUMER_SECRET is required");
    }

    @Test
    void theFileOfThePlatformsOwnToolsServesLast() throws IOException {
        write("""
                {"version": 1, "profiles": [
                  {"alias": "other", "token": "ot", "secret": "os"},
                  {"alias": "default", "token": "ft", "secret": "fs", "userId": "user_1", "email": "a@example.com",
                   "expirationDate": "2026-06-01T00:00:00.000Z", "overrides": {}}]}
                """);

        CleverLogin login = login(CONSUMER);

        assertThat(header(login)).contains("oauth_token=\"ft\"").contains("cs%26fs");
        assertThat(login.source().origin()).endsWith("clever-tools.json, profile default");
        assertThat(login.source().expiresAt()).isEqualTo(Instant.parse("2026-06-01T00:00:00Z"));
    }

    @Test
    void theOlderFormOfTheFileIsReadToo() throws IOException {
        write("{\"token\": \"ft\", \"secret\": \"fs\"}");

        CleverLogin login = login(CONSUMER);

        assertThat(header(login)).contains("oauth_token=\"ft\"");
        assertThat(login.source().expiresAt()).isNull();
    }

    @Test
    void aConsumerOfTheProfileServesItsToken() throws IOException {
        write("""
                {"version": 1, "profiles": [{"alias": "default", "token": "ft", "secret": "fs",
                  "overrides": {"OAUTH_CONSUMER_KEY": "pk", "OAUTH_CONSUMER_SECRET": "ps"}}]}
                """);

        assertThat(header(login(Map.of())))
                .contains("oauth_consumer_key=\"pk\"")
                .contains("ps%26fs");
    }

    @Test
    void aFileWithoutALoginIsNone() throws IOException {
        write("{\"version\": 1, \"profiles\": []}");

        assertThatThrownBy(() -> login(CONSUMER))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAUTHORIZED));
    }

    @Test
    void aFileThatCannotBeReadIsNamedAndNotQuoted() throws IOException {
        write("{\"token\": \"tell-nobody-1\", ");

        assertThatThrownBy(() -> login(CONSUMER))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageContaining("clever-tools.json")
                .hasMessageNotContaining("tell-nobody-1")
                .hasNoCause();
    }

    @Test
    void theFileIsLookedForInTheConfigurationFolderFirst() throws IOException {
        Path folder = Files.createDirectories(home.resolve("xdg").resolve("clever-cloud"));
        Files.writeString(folder.resolve("clever-tools.json"), "{\"token\": \"xt\", \"secret\": \"xs\"}");

        CleverLogin login = CleverLogin.of(new ProviderContext(
                "test",
                settings(CONSUMER),
                Clock.systemUTC(),
                Map.of(
                        "HOME",
                        home.toString(),
                        "XDG_CONFIG_HOME",
                        home.resolve("xdg").toString())));

        assertThat(header(login)).contains("oauth_token=\"xt\"");
    }

    private void write(String json) throws IOException {
        Path folder = Files.createDirectories(home.resolve(".config").resolve("clever-cloud"));
        Files.writeString(folder.resolve("clever-tools.json"), json);
    }

    private void assertInvalid(Map<String, String> values, String message) {
        assertThatThrownBy(() -> login(values))
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
                .hasMessageContaining(message);
    }

    private CleverLogin login(Map<String, String> values) {
        return CleverLogin.of(
                new ProviderContext("test", settings(values), Clock.systemUTC(), Map.of("HOME", home.toString())));
    }

    private static Settings settings(Map<String, String> values) {
        return new Settings(values, Setup::origin);
    }

    private static Map<String, String> with(Map<String, String> some, String... more) {
        Map<String, String> all = new TreeMap<>(some);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private static String header(CleverLogin login) {
        return login.credential().headers("GET", API.resolve("/v2/summary")).getOrDefault("Authorization", "");
    }
}
