package dev.pawse.heroku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

final class HerokuProviderFactoryTest implements ProviderFactoryContract {
    private static final String TOKEN = "HRKU-of-the-setting";

    @TempDir
    private Path home;

    @Override
    public ProviderFactory factory() {
        return new HerokuProviderFactory();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "api-token", TOKEN,
                "api-url", "https://api.example.com",
                "data-url", "https://data.example.com",
                "teams", "acme, other",
                "timeout", "20s",
                "calls-per-minute", "60",
                "calls-burst", "1000",
                "domains-every", "10m",
                "max-lifetime", "2h");
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of();
    }

    @Override
    public Map<String, String> wrongSettings() {
        return Map.of(
                "api-url", "api.example.com",
                "data-url", "ftp://data.example.com",
                "timeout", "soon",
                "calls-per-minute", "0",
                "calls-burst", "many",
                "domains-every", "daily",
                "max-lifetime", "25h");
    }

    @Override
    public Set<String> secretSettings() {
        return Set.of("api-token");
    }

    @Test
    void theSettingIsTakenBeforeTheVendorsVariable() {
        assertThat(origin(Map.of("api-token", TOKEN, "heroku-api-key", "other")))
                .isEqualTo("api-token");
    }

    @Test
    void theVendorsVariableIsTakenBeforeTheFile() throws IOException {
        netrc("machine api.heroku.com login me password HRKU-of-the-file");

        assertThat(origin(Map.of("heroku-api-key", "other"))).isEqualTo("heroku-api-key");
    }

    @Test
    void theFileOfTheVendorsCommandLineIsTakenLast() throws IOException {
        netrc("machine api.heroku.com\n  login me@example.com\n  password HRKU-of-the-file\n");

        assertThat(origin(Map.of())).isEqualTo("~/.netrc, machine api.heroku.com");
    }

    @Test
    void aTokenForOneHostIsNotSentToAnother() throws IOException {
        netrc("machine api.heroku.com login me password HRKU-of-the-file");

        assertNotLoggedIn(Map.of("api-url", "https://api.example.com"));
    }

    @Test
    void withoutATokenTheFailureSaysWhatToDo() {
        assertNotLoggedIn(Map.of());
    }

    private void assertNotLoggedIn(Map<String, String> settings) {
        assertThatExceptionOfType(PawseException.class)
                .isThrownBy(() -> create(settings).close())
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED))
                .withMessage(
                        "not logged in to heroku: set HEROKU_API_KEY or run \"pawse auth login heroku\" (api-token and the login of"
                                + " heroku's own tool do as well)");
    }

    private String origin(Map<String, String> settings) {
        try (Provider provider = create(settings)) {
            return provider.credentials().map(CredentialSource::origin).orElse("none");
        }
    }

    private Provider create(Map<String, String> settings) {
        return factory()
                .create(new ProviderContext(
                        "mine", Settings.of(settings), Clock.systemUTC(), Map.of("HOME", home.toString())));
    }

    private void netrc(String text) throws IOException {
        Files.writeString(home.resolve(".netrc"), text);
    }
}
