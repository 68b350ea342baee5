package dev.pawse.scalingo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawse.spi.CredentialSource;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Provider;
import dev.pawse.spi.ProviderContext;
import dev.pawse.spi.ProviderFactory;
import dev.pawse.spi.Reason;
import dev.pawse.spi.Settings;
import dev.pawse.testkit.ProviderFactoryContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScalingoProviderFactoryTest implements ProviderFactoryContract {
    @TempDir
    Path home;

    @Override
    public ProviderFactory factory() {
        return new ScalingoProviderFactory();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "api-token", "tk-us-tell-nobody",
                "region", "osc-fr1, osc-secnum-fr1",
                "timeout", "5s",
                "operation-timeout", "20s",
                "calls-per-minute", "40",
                "api-url", "http://127.0.0.1:1/{region}",
                "auth-url", "http://127.0.0.1:1",
                "db-api-url", "http://127.0.0.1:1/{region}/");
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of();
    }

    @Override
    public Map<String, String> wrongSettings() {
        return Map.of(
                "region", "Paris!",
                "timeout", "soon",
                "operation-timeout", "later",
                "calls-per-minute", "61",
                "api-url", "scalingo",
                "auth-url", "ftp://127.0.0.1",
                "db-api-url", "http://");
    }

    @Override
    public Set<String> secretSettings() {
        return Set.of("api-token");
    }

    @Test
    void withoutATokenNobodyIsLoggedIn() {
        assertThatThrownBy(
                        () -> create(Map.of(), Map.of("HOME", home.toString())).close())
                .isInstanceOfSatisfying(
                        PawseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAUTHORIZED))
                .hasMessageContaining(
                        "not logged in to scalingo: set SCALINGO_API_TOKEN or run \"pawse auth login scalingo\"");
    }

    @Test
    void ourOwnTokenComesBeforeTheVendors() {
        Map<String, String> both = Map.of("api-token", "tk-us-1", "scalingo-api-token", "tk-us-2");

        assertThat(origin(both, Map.of())).isEqualTo("api-token");
        assertThat(origin(Map.of("scalingo-api-token", "tk-us-2"), Map.of())).isEqualTo("SCALINGO_API_TOKEN");
    }

    @Test
    void theLoginOfScalingosOwnToolIsUsed() throws IOException {
        login(
                home.resolve(".config"),
                "{\"auth_config_data\":{\"auth.scalingo.com\":{\"tokens\":{\"token\":\"tk-us-3\"}}}}");

        assertThat(origin(Map.of(), Map.of("HOME", home.toString()))).contains(".config/scalingo/auth");
    }

    @Test
    void theFolderOfConfigurationsMayBeElsewhere() throws IOException {
        login(home, "{\"auth_config_data\":{\"api.scalingo.com\":{\"tokens\":{\"token\":\"tk-us-3\"}}}}");

        assertThat(origin(Map.of(), Map.of("HOME", "/nowhere", "XDG_CONFIG_HOME", home.toString())))
                .startsWith(home.toString());
    }

    @Test
    void aLoginOfAnotherFormIsAsGoodAsNone() throws IOException {
        login(home.resolve(".config"), "garbage");

        assertThatThrownBy(
                        () -> create(Map.of(), Map.of("HOME", home.toString())).close())
                .hasMessageStartingWith("not logged in to scalingo");
    }

    private static void login(Path configuration, String content) throws IOException {
        Files.createDirectories(configuration.resolve("scalingo"));
        Files.writeString(configuration.resolve("scalingo/auth"), content);
    }

    private static String origin(Map<String, String> settings, Map<String, String> environment) {
        try (Provider provider = create(settings, environment)) {
            return provider.credentials().map(CredentialSource::origin).orElse("none");
        }
    }

    private static Provider create(Map<String, String> settings, Map<String, String> environment) {
        return new ScalingoProviderFactory()
                .create(new ProviderContext("mine", Settings.of(settings), Clock.systemUTC(), environment));
    }
}
